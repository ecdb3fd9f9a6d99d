"""What takes a parcel out of the house. A carrier answers with what the other side said; it never decides what that means.

``before_handing`` is called at the last moment at which nothing can have left yet; what it raises stops the parcel.
"""

import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.mime.image import MIMEImage
from functools import cache
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext as _

from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.core.workspace.calling import Unanswered, call
from percaya.core.workspace.hosts import Forbidden, Smtp, SmtpTls

TIMEOUT = 30  # seconds for each step of the conversation
FORBIDDEN = 403  # as if the place itself had refused us
_MOST = 1024 * 1024  # bytes of an answer
Handing = Callable[[], None]


def carry(parcel: Parcel, account: AccountFacts, before_handing: Handing) -> Answer:
    """Hand a parcel to the carrier it names."""
    match parcel.carrier:
        case "none":
            before_handing()
            return Answer(code=250, text="kept")
        case "http":
            return _http(parcel, before_handing)
        case "mail" if account.settings.get("provider", "smtp") == "smtp":
            return _smtp(parcel, account, before_handing)
        case "mail":
            return _provider(parcel, account, before_handing)
        case unknown:
            return Answer(code=0, text=f"no carrier for {unknown!r} parcels", sent_anything=False)


def _http(parcel: Parcel, before_handing: Handing) -> Answer:
    """One request. What leads somewhere that may not be asked never left, and never will."""
    try:
        told = call(
            parcel.method, parcel.url, body=parcel.body, headers=parcel.headers, timeout=TIMEOUT, most=_MOST, cut=True,
            before_handing=before_handing,
        )  # fmt: skip
    except Forbidden:
        return Answer(code=FORBIDDEN, text=_("The address of this channel's server may not be used."), sent_anything=False)
    except Unanswered as error:
        return Answer(code=0, text=error.reason, sent_anything=error.sent_anything)
    said = told.body[:300].decode(errors="replace")
    return Answer(code=told.status, text=said, body=told.body, headers=told.headers)


def _smtp(parcel: Parcel, account: AccountFacts, before_handing: Handing) -> Answer:
    host = str(account.settings.get("smtp_host") or "")
    if not host:
        return Answer(code=550, text=_("No outgoing mail server is set for this channel."), sent_anything=False)
    handed, answer = False, None
    try:
        with connected(host, account) as server:
            refused = _envelope(server, parcel)
            if len(refused) == len(parcel.recipients):
                code, text = next(iter(refused.values()), (550, "no recipients"))
                return Answer(code=code, text=text, sent_anything=False, refused=refused)
            before_handing()
            handed = True
            code, reply = server.data(parcel.body)
            answer = Answer(code=code, text=_text(reply), refused=refused)
    except Forbidden:
        return Answer(code=550, text=_("%(host)s is no mail server that may be used.") % {"host": host}, sent_anything=False)
    except smtplib.SMTPResponseException as error:
        # Once the mail is answered for, nothing said while parting (a 421 to QUIT) takes that back.
        return answer or Answer(code=error.smtp_code, text=_text(error.smtp_error), sent_anything=handed)
    except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
        return answer or Answer(code=0, text=f"{type(error).__name__}: {error}", sent_anything=handed)
    return answer


def connected(host: str, account: AccountFacts) -> smtplib.SMTP:
    tls = str(account.settings.get("smtp_security") or "starttls")
    port = int(account.settings.get("smtp_port") or (465 if tls == "tls" else 587))
    name = account.address.partition("@")[2] or socket.gethostname()
    if tls == "tls":
        server: smtplib.SMTP = SmtpTls(host, port, local_hostname=name, timeout=TIMEOUT, context=_trust())
    else:
        server = Smtp(host, port, local_hostname=name, timeout=TIMEOUT)
        if tls == "starttls":
            server.starttls(context=_trust())
    if user := account.settings.get("smtp_user"):
        server.login(str(user), account.secrets.get("smtp_password", ""))
    return server


def _trust() -> ssl.SSLContext:
    """The authorities of the system. Reading them takes 27 ms, so they are read once (for each place to read from)."""
    return _authorities(os.environ.get("SSL_CERT_FILE", ""))


@cache
def _authorities(place: str) -> ssl.SSLContext:
    return ssl.create_default_context()


def _envelope(server: smtplib.SMTP, parcel: Parcel) -> dict[str, tuple[int, str]]:
    """MAIL and RCPT; which recipients were refused. Raises ``SMTPResponseException`` when the sender is."""
    server.ehlo_or_helo_if_needed()
    options = ["SMTPUTF8", "BODY=8BITMIME"] if _needs_utf8(parcel) and server.has_extn("smtputf8") else []
    code, reply = server.mail(parcel.mail_from, options)
    if code != 250:
        raise smtplib.SMTPResponseException(code, reply)
    refused: dict[str, tuple[int, str]] = {}
    for recipient in parcel.recipients:
        code, reply = server.rcpt(recipient)
        if code not in (250, 251):
            refused[recipient] = (code, _text(reply))
    return refused


def _needs_utf8(parcel: Parcel) -> bool:
    return not all(address.isascii() for address in (parcel.mail_from, *parcel.recipients))


def _provider(parcel: Parcel, account: AccountFacts, before_handing: Handing) -> Answer:
    """Through a mail provider's API, by django-anymail."""
    provider = str(account.settings["provider"])
    options = _provider_options(account)
    try:
        connection = get_connection(f"anymail.backends.{provider}.EmailBackend", fail_silently=False, **options)
        mail = as_django(parcel)
        mail.connection = connection
        before_handing()
        mail.send()
    except AnymailAPIError as error:
        return Answer(code=_smtp_code(error.status_code), text=str(error)[:300])
    except (AnymailError, ImproperlyConfigured, ImportError, ValueError) as error:
        return Answer(code=550, text=f"{type(error).__name__}: {error}"[:300], sent_anything=False)
    except OSError as error:
        return Answer(code=0, text=f"{type(error).__name__}: {error}"[:300])
    status: Any = getattr(mail, "anymail_status")  # noqa: B009 (set by anymail, unknown to the types)
    refused = {
        address: (550, str(one.status))
        for address, one in status.recipients.items()
        if one.status in ("rejected", "invalid", "failed")
    }
    if refused and len(refused) == len(parcel.recipients):
        return Answer(code=550, text=", ".join(text for _code, text in refused.values()), refused=refused)
    return Answer(code=250, text=f"{provider}: {status.message_id}", refused=refused)


def _smtp_code(http: int | None) -> int:
    """HTTP as the SMTP code that says the same: our key refused, come later, or never."""
    if http is None:
        return 0
    if http in (401, 403):
        return 535
    return 451 if http in (408, 429) or http >= 500 else 550


def _provider_options(account: AccountFacts) -> dict[str, Any]:
    """What each backend calls its credentials; a pair is entered as "key:secret"."""
    key, _colon, secret = account.secrets.get("provider_key", "").partition(":")
    match account.settings["provider"]:
        case "postmark":
            return {"server_token": key}
        case "mailersend":
            return {"api_token": key}
        case "mailjet":
            return {"api_key": key, "secret_key": secret}
        case "amazon_ses":
            return {"session_params": {"aws_access_key_id": key, "aws_secret_access_key": secret}}
    options: dict[str, Any] = {"api_key": account.secrets.get("provider_key", "")}
    if domain := account.settings.get("provider_domain"):
        options["sender_domain"] = domain
    return options


def as_django(parcel: Parcel) -> EmailMultiAlternatives:
    """The composed bytes as the object that Django's backends take; headers as they are."""
    parsed = message_from_bytes(parcel.body, policy=policy.default)
    plain, rich = parsed.get_body(("plain",)), parsed.get_body(("html",))
    skip = {"from", "to", "cc", "bcc", "subject", "reply-to", "mime-version", "content-type", "content-transfer-encoding"}
    headers: Mapping[str, str] = {name: str(value) for name, value in parsed.items() if name.lower() not in skip}
    mail = EmailMultiAlternatives(
        subject=str(parsed["subject"] or ""),
        body=plain.get_content() if plain else "",
        from_email=str(parsed["from"] or ""),
        to=_addresses(parsed, "to"),
        cc=_addresses(parsed, "cc"),
        reply_to=_addresses(parsed, "reply-to"),
        headers=dict(headers),
    )
    shown = {address.lower() for name in ("to", "cc") for address in _bare(parsed, name)}
    mail.bcc = [address for address in parcel.recipients if address.lower() not in shown]
    if rich is not None:
        mail.attach_alternative(rich.get_content(), "text/html")
    for part in parsed.walk():
        if part.get("Content-ID") and part.get_content_maintype() == "image" and not part.is_attachment():
            mail.attach(_inline(part))
    for part in parsed.iter_attachments():
        content = part.get_payload(decode=True) or b""
        mail.attach(part.get_filename() or "file", content, part.get_content_type())
    return mail


def _inline(part: EmailMessage) -> MIMEImage:
    """A picture that the HTML shows by its content id, as providers' interfaces take it."""
    picture = MIMEImage(part.get_content(), part.get_content_subtype())
    picture["Content-ID"] = str(part["Content-ID"])
    picture.add_header("Content-Disposition", "inline", filename=part.get_filename() or "picture")
    return picture


def _addresses(parsed: EmailMessage, name: str) -> list[str]:
    header = parsed[name]
    return [str(address) for address in header.addresses] if header else []


def _bare(parsed: EmailMessage, name: str) -> list[str]:
    header = parsed[name]
    return [address.addr_spec for address in header.addresses] if header else []


def _text(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)
