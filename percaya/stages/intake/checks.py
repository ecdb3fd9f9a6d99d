"""Trying out a mailbox's settings before anybody relies on them. Each check ends within about half a minute."""

import smtplib
import socket
import ssl

from django.utils.translation import gettext as _

from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.doors.hosts import check_host
from percaya.stages.intake.doors.mailbox import close_folder, open_folder
from percaya.stages.intake.doors.trouble import sentence

STEP = 8.0  # seconds for each step of a conversation


def check_imap(account: ChannelAccount) -> str:
    """Log in to the account's mailbox and open its folder: "" when that works, else one sentence in the active language."""
    host = str(account.settings.get("imap_host") or "")
    if not host:
        return _("No IMAP server is set. Enter one, or forward mail to Percaya instead.")
    try:
        close_folder(open_folder(facts(account), timeout=STEP))
    except Exception as error:
        return sentence(error, host)
    return ""


def check_smtp(account: ChannelAccount) -> str:
    """Log in to the account's outgoing server, sending nothing: "" when that works, else one sentence."""
    host = str(account.settings.get("smtp_host") or "")
    if not host:
        return _("No outgoing mail server is set. Enter one, or choose a mail provider.")
    try:
        with _server(account, host) as server:
            server.ehlo_or_helo_if_needed()
            if user := account.settings.get("smtp_user"):
                server.login(str(user), facts(account).secrets.get("smtp_password", ""))
    except Exception as error:
        return sentence(error, host)
    return ""


def _server(account: ChannelAccount, host: str) -> smtplib.SMTP:
    security = str(account.settings.get("smtp_security") or "starttls")
    port = int(account.settings.get("smtp_port") or (465 if security == "tls" else 587))
    check_host(host, port)
    name = account.address.partition("@")[2] or socket.gethostname()
    context = ssl.create_default_context()
    if security == "tls":
        return smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=STEP, context=context)
    server = smtplib.SMTP(host, port, local_hostname=name, timeout=STEP)
    if security == "starttls":
        server.starttls(context=context)
    return server
