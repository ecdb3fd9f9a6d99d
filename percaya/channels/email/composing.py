"""A reply as mail: RFC 5322 bytes that thread at the other side, carry our signature, and answer to our address."""

import html
import re
from email.utils import format_datetime
from urllib.parse import quote

from percaya.channels.common.names import safe_name
from percaya.channels.contract import AccountFacts, Address, HandleKind, Outgoing, Parcel
from percaya.channels.email.addresses import email_address
from percaya.channels.email.identity import message_id, reply_address
from percaya.channels.email.writing import (
    Written,
    address_header,
    as_bytes,
    file_part,
    header,
    id_header,
    inline_part,
    multipart,
    text_part,
)

MAX_REFERENCES = 20
_ID = re.compile(r"^[!-;=?-~]+@[!-;=?-~]+$")  # printable ASCII without angle brackets; ids of other channels are none
_MAX_ID = 900
_SHOWN_IN_MAIL = ("image/png", "image/jpeg")  # Outlook on Windows shows no WebP
_URL = re.compile(r"^https?://[!-;=?-~]{1,900}\Z")


def compose_mail(out: Outgoing, account: AccountFacts) -> Parcel:
    """The parcel for a mail carrier. Raises ``ValueError`` when no recipient has an e-mail address."""
    recipients = _values((*out.to, *out.cc, *out.bcc))
    if not recipients:
        raise ValueError("This reply has no recipient with an email address.")
    external_id = message_id(out.message_token, out.ticket_token, account)
    body = _body(out, account, external_id)
    lines = (*_headers(out, account, external_id), "MIME-Version: 1.0", *body.headers)
    return Parcel(
        carrier="mail",
        external_id=external_id,
        body=as_bytes(Written(lines, body.body, body.children)),
        # RFC 3834: nobody can answer an automatic mail automatically when its sender is null.
        mail_from="" if out.automatic else account.address,
        recipients=recipients,
    )


def _headers(out: Outgoing, account: AccountFacts, external_id: str) -> list[str]:
    name = out.sender_name or str(account.settings.get("display_name") or account.name)
    lines = [f"Date: {format_datetime(out.composed_at)}"] if out.composed_at else []
    lines.append(address_header("From", [(name, account.address)]))
    if to := _mailboxes(out.to):
        lines.append(address_header("To", to))
    else:
        lines.append("To: undisclosed-recipients:;")
    if cc := _mailboxes(out.cc):
        lines.append(address_header("Cc", cc))
    lines.append(header("Subject", out.subject))
    lines.append(id_header("Message-ID", [external_id]))
    lines += _thread_headers(out)
    reply_to = reply_address(out.ticket_token, account) if account.settings.get("plus_addressing", True) else ""
    if reply_to:
        lines.append(address_header("Reply-To", [(name, reply_to)]))
    return [*lines, *(_automatic_headers(out) if out.automatic else []), *_stop_headers(out.stop_url)]


def _thread_headers(out: Outgoing) -> list[str]:
    answers = [out.answers] if _is_id(out.answers) else []
    ids = list(dict.fromkeys(value for value in (*out.references, *answers) if _is_id(value)))
    if len(ids) > MAX_REFERENCES:
        ids = [ids[0], *ids[-(MAX_REFERENCES - 1) :]]  # the first names the thread, the last its nearest mails
    lines = [id_header("In-Reply-To", answers)] if answers else []
    return [*lines, id_header("References", ids)] if ids else lines


def _is_id(value: str) -> bool:
    return len(value) <= _MAX_ID and bool(_ID.match(value))


def _automatic_headers(out: Outgoing) -> list[str]:
    return [
        f"Auto-Submitted: {'auto-replied' if out.answers else 'auto-generated'}",
        "X-Auto-Response-Suppress: All",
        "Precedence: bulk",
    ]


def _stop_headers(url: str) -> list[str]:
    """RFC 2369; what stops by a single click has to be https (RFC 8058)."""
    if not _URL.match(url):
        return []
    one_click = ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"] if url.startswith("https://") else []
    return [f"List-Unsubscribe: <{url}>", *one_click]


def _body(out: Outgoing, account: AccountFacts, external_id: str) -> Written:
    own = str(account.settings.get("signature") or "") if out.signature is None else out.signature
    signature = "" if out.automatic else own.strip()
    quoted = out.quoted.strip("\n") if account.settings.get("quoting", True) else ""
    body = text_part(_plain(out, signature, quoted), "plain")
    if out.html.strip():
        body = multipart("alternative", [body, _rich(out, signature, quoted, external_id)], external_id)
    if out.attachments:
        files = [file_part(safe_name(item.name, item.content_type), item.content, item.content_type) for item in out.attachments]
        body = multipart("mixed", [body, *files], external_id)
    return body


def _rich(out: Outgoing, signature: str, quoted: str, external_id: str) -> Written:
    """With the logo inside the mail itself (RFC 2387, RFC 2392): programs show it at once, and nobody who reads fetches
    anything that would tell when and where they read."""
    if out.logo is None or out.logo.content_type not in _SHOWN_IN_MAIL:
        return text_part(_html(out, signature, quoted), "html")
    content_id = f"logo.{external_id}"
    kind = out.logo.content_type
    picture = inline_part(f"logo.{kind.rpartition('/')[2]}", out.logo.content, kind, content_id)
    tag = (
        f'<p><img src="cid:{html.escape(quote(content_id, safe="@"))}" alt="{html.escape(out.logo.alt)}"'
        f' width="{out.logo.width}" height="{out.logo.height}"></p>'
    )
    return multipart("related", [text_part(_html(out, signature, quoted, tag), "html"), picture], external_id)


def _plain(out: Outgoing, signature: str, quoted: str) -> str:
    pieces = [out.text.strip("\n")]
    if signature:
        pieces.append(f"-- \n{signature}")
    if quoted:
        marked = "\n".join(f"> {line}".rstrip() for line in quoted.splitlines())
        pieces.append(f"{out.quoted_intro.strip()}\n{marked}".strip())
    return "\n\n".join(pieces) + "\n"


def _html(out: Outgoing, signature: str, quoted: str, logo: str = "") -> str:
    pieces = [out.html]
    if signature:
        pieces.append(f"<p>--<br>{_lines(signature)}</p>")
    if logo:
        pieces.append(logo)
    if quoted:
        intro = html.escape(out.quoted_intro.strip())
        pieces.append(f'<div class="percaya_quote"><p>{intro}</p><blockquote type="cite">{_lines(quoted)}</blockquote></div>')
    language = re.sub(r"[^a-zA-Z-]", "", out.language)
    head = f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8"></head>\n<body>\n'
    return head + "\n".join(pieces) + "\n</body>\n</html>\n"


def _lines(text: str) -> str:
    return "<br>\n".join(html.escape(line) for line in text.splitlines())


def _values(addresses: tuple[Address, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for _, value in _mailboxes(addresses)))


def _mailboxes(addresses: tuple[Address, ...]) -> list[tuple[str, str]]:
    found = ((address.name, email_address(address.value)) for address in addresses if address.kind is HandleKind.EMAIL)
    return [(name, _on_the_wire(value)) for name, value in found if value]


def _on_the_wire(value: str) -> str:
    """The domain in the form that every mail server knows (RFC 5891); the rest as it is."""
    local, _, domain = value.rpartition("@")
    try:
        return value if domain.isascii() else f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return value
