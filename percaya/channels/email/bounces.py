"""News of mails we sent: delivery status notifications (RFC 3464), the odd bounces of older servers, read receipts
(RFC 8098).

A receipt is given only for a Message-ID that carries our signature: a bounce made up by a stranger changes nothing.
"""

import re

from percaya.channels.common.texts import clean_line
from percaya.channels.contract import AccountFacts, ReceiptIn, ReceiptState
from percaya.channels.email.addresses import email_address
from percaya.channels.email.automatic import from_a_mail_server
from percaya.channels.email.headers import Headers, split_headers
from percaya.channels.email.identity import own_ids_in_text
from percaya.channels.email.parts import Part

_STATES = {
    "failed": ReceiptState.FAILED,
    "delayed": ReceiptState.DELAYED,
    "delivered": ReceiptState.DELIVERED,
    "relayed": ReceiptState.DELIVERED,
    "expanded": ReceiptState.DELIVERED,
}
# Failures of today, not for ever: full mailboxes and quotas.
_SOFT = {"5.2.2", "5.3.1", "5.3.4"}
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_SMTP_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_RECIPIENT = re.compile(r"<([^<>\s@]{1,64}@[^<>\s@]{1,255})>|(?:^|\s)([\w.+-]{1,64}@[\w.-]{1,255}\w)(?=[\s:,]|$)")
_DELAY = re.compile(r"will (?:keep|continue|be) (?:trying|retr)|delayed|has not yet been delivered|still being retried", re.I)
MAX_SCAN = 200_000  # bytes of a bounce searched for our id


def receipts(root: Part, mail_from: str | None, account: AccountFacts) -> tuple[ReceiptIn, ...]:
    """What the mail says of mails of ours; empty when it is not about one."""
    status = next((part for part in root.walk() if part.content_type == "message/delivery-status"), None)
    if status is not None:
        return _from_status(root, status, account)
    notice = next((part for part in root.walk() if part.content_type == "message/disposition-notification"), None)
    if notice is not None:
        return _from_notice(notice, account)
    if from_a_mail_server(root, mail_from):
        return _from_prose(root, account)
    return ()


def _from_status(root: Part, status: Part, account: AccountFacts) -> tuple[ReceiptIn, ...]:
    ours = _returned_id(root, account)
    if not ours:
        return ()
    found: list[ReceiptIn] = []
    for fields in _groups(status.content()):
        state = _STATES.get(fields.text("action").partition(";")[0].strip().lower())
        if state is None:
            continue
        diagnostic = clean_line(fields.words("diagnostic-code").partition(";")[2] or fields.words("diagnostic-code"), 500)
        code = (_STATUS.findall(fields.text("status")) or _STATUS.findall(diagnostic) or _SMTP_CODE.findall(diagnostic) or [""])[
            0
        ]
        recipient = email_address((fields.text("final-recipient") or fields.text("original-recipient")).rpartition(";")[2])
        found.append(_receipt(ours, state, code, recipient, diagnostic or clean_line(_prose(root), 300)))
    return tuple(found)


def _groups(body: bytes) -> list[Headers]:
    """The field groups of a delivery status: one for the message, then one for each recipient."""
    blocks = re.split(rb"\n[ \t]*\n", body.replace(b"\r\n", b"\n").strip())
    return [split_headers(block)[0] for block in blocks[:100]]


def _from_notice(notice: Part, account: AccountFacts) -> tuple[ReceiptIn, ...]:
    fields = split_headers(notice.content())[0]
    ours = own_ids_in_text(fields.text("original-message-id"), account)
    if not ours or "displayed" not in fields.text("disposition").lower():
        return ()
    recipient = email_address(fields.text("final-recipient").rpartition(";")[2])
    return (ReceiptIn(external_id=ours[0], state=ReceiptState.READ, recipient=recipient),)


def _from_prose(root: Part, account: AccountFacts) -> tuple[ReceiptIn, ...]:
    """Bounces without a status part: our id, a code and an address are somewhere in the words."""
    ours = _returned_id(root, account)
    if not ours:
        return ()
    words = _prose(root).partition(ours[:40])[0] or _prose(root)
    code = (_STATUS.findall(words) or _SMTP_CODE.findall(words) or [""])[0]
    delayed = bool(_DELAY.search(words)) and not code.startswith("5")
    named = root.headers.text("x-failed-recipients").partition(",")[0]
    own = {account.address.lower(), *account.own_addresses}
    addresses = [email_address(first or second) for first, second in _RECIPIENT.findall(words)]
    recipient = email_address(named) or next((address for address in addresses if address and address not in own), "")
    state = ReceiptState.DELAYED if delayed else ReceiptState.FAILED
    reason = next((line for line in words.splitlines() if code and code in line), words)
    return (_receipt(ours, state, code, recipient, clean_line(reason, 300)),)


def _receipt(ours: str, state: ReceiptState, code: str, recipient: str, reason: str) -> ReceiptIn:
    permanent = state is ReceiptState.FAILED and code.startswith("5") and code not in _SOFT
    return ReceiptIn(external_id=ours, state=state, permanent=permanent, recipient=recipient, reason=reason, code=code)


def _returned_id(root: Part, account: AccountFacts) -> str:
    """Our Message-ID in the returned mail or its headers, else in what the bounce answers, else anywhere in it."""
    own = [part.content()[:MAX_SCAN] for part in root.walk() if part.content_type in ("message/rfc822", "text/rfc822-headers")]
    answered = [root.headers.raw("in-reply-to"), root.headers.raw("references")]
    anywhere = [part.content()[:MAX_SCAN] for part in root.walk() if not part.children]
    for raw in (*own, *answered, *anywhere):
        ids = own_ids_in_text(raw.decode("ascii", "replace"), account)
        if ids:
            return ids[0]
    return ""


def _prose(root: Part) -> str:
    """The words for a person at the head of a bounce."""
    part = next((part for part in root.walk() if part.content_type == "text/plain"), root)
    return part.content()[:20_000].decode("utf-8", "replace")
