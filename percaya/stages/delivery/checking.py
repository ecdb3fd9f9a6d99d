"""Trying a way out for the person who just typed its password in: connect, greet, log in, part. Nothing is sent."""

import smtplib
import ssl

from django.utils.translation import gettext as _

from percaya.core.workspace.hosts import Forbidden
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.delivery.carriers import connected


def check_outgoing(account: ChannelAccount) -> str | None:
    """ "" when the server lets us in, else what is wrong, in a sentence; ``None`` when no SMTP server is set."""
    known = facts(account)
    host = str(known.settings.get("smtp_host") or "").strip()
    if not host or known.settings.get("provider", "smtp") != "smtp":
        return None
    try:
        with connected(host, known) as server:
            server.noop()
    except smtplib.SMTPAuthenticationError:
        return _("The SMTP server does not accept this user and password. Nothing is lost; check both.")
    except Forbidden:
        return _("%(host)s is not a mail server that may be used. Nothing was sent to it; enter another server.") % {"host": host}
    except ssl.SSLError:
        return _("The SMTP server's encryption does not fit. Try the other kind (TLS is usually 465, STARTTLS 587).")
    except (OSError, smtplib.SMTPException) as trouble:
        return _("The SMTP server %(host)s cannot be reached (%(trouble)s). Mail waits and is tried again.") % {
            "host": host, "trouble": type(trouble).__name__,
        }  # fmt: skip
    return ""
