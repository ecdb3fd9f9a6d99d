"""Whether a person wrote this just now. Automatic mail never gets an automatic answer (RFC 3834), reopens nothing.

``X-MS-Exchange-Inbox-Rules-Loop`` alone says nothing: Exchange puts it on people's mail that a rule has forwarded.
"""

import re

from percaya.channels.contract import AccountFacts, AutoKind
from percaya.channels.email.addresses import parse_addresses
from percaya.channels.email.evidence import message_id_of
from percaya.channels.email.identity import is_own_id
from percaya.channels.email.parts import Part

Verdict = tuple[AutoKind, str]
_MACHINES = re.compile(r"^(?:mailer-daemon|mailerdaemon|mail-daemon|postmaster|mdaemon|bounce[s]?)@?", re.I)
_BOUNCE_SUBJECT = re.compile(
    r"^(?:undeliver(?:ed|able)\b|mail delivery (?:failed|failure|system)|delivery status notification|returned mail|"
    r"failure notice|delivery (?:has )?(?:failure|failed|delayed)|warning: (?:message|could not send)|message delayed|"
    r"(?:email|pesan|surel) tidak (?:dapat|bisa|berhasil|terkirim)\b|tidak (?:dapat|bisa) dikirim|gagal terkirim|tidak terkirim)",
    re.I,
)
_AWAY_SUBJECT = re.compile(
    r"^(?:re:\s*)?(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|balasan otomatis|"
    r"jawaban otomatis|di luar kantor|sedang cuti|autoreply|abwesenheit)\b",
    re.I,
)


def automatic(root: Part, mail_from: str | None, account: AccountFacts) -> Verdict:
    """The kind and the header or fact that says so; the strongest evidence wins."""
    for rule in (_own_loop, _bounce, _auto_reply, _bulk):
        kind, evidence = rule(root, mail_from, account)
        if kind is not AutoKind.NONE:
            return kind, evidence
    return AutoKind.NONE, ""


def from_a_mail_server(root: Part, mail_from: str | None) -> str:
    """The fact by which a mail seems to come from a mail server and not from a person, "" if none."""
    sender = next(iter(parse_addresses(root.headers.text("from"))), None)
    local = sender.value if sender else root.headers.text("from").strip(" <>").lower()
    if _MACHINES.match(local) and not local.startswith("bounce"):
        return f"From: {local[:100]}"
    if "x-failed-recipients" in root.headers:
        return "X-Failed-Recipients"
    subject = root.headers.words("subject")
    if _null_sender(root, mail_from) and _BOUNCE_SUBJECT.match(subject):
        return f"Subject: {subject[:100]}"
    return ""


def _own_loop(root: Part, mail_from: str | None, account: AccountFacts) -> Verdict:
    """Our signature and our address: either alone is someone's answer or an agent writing outside the desk."""
    own = {address.lower() for address in (*account.own_addresses, account.address) if address}
    senders = {address.value for address in parse_addresses(root.headers.text("from"))}
    if senders & own and is_own_id(message_id_of(root.headers), account):
        return AutoKind.OWN_LOOP, "Message-ID"
    return AutoKind.NONE, ""


def _bounce(root: Part, mail_from: str | None, account: AccountFacts) -> Verdict:
    if root.content_type == "multipart/report" and root.params.get("report-type", "").lower() == "delivery-status":
        return AutoKind.BOUNCE, "Content-Type: multipart/report"
    evidence = from_a_mail_server(root, mail_from)
    return (AutoKind.BOUNCE, evidence) if evidence else (AutoKind.NONE, "")


def _auto_reply(root: Part, mail_from: str | None, account: AccountFacts) -> Verdict:
    submitted = root.headers.text("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return AutoKind.AUTO_REPLY, f"Auto-Submitted: {submitted[:60]}"
    for name in ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply"):
        value = root.headers.text(name).strip().lower()
        if value and value not in ("no", "false", "0"):
            return AutoKind.AUTO_REPLY, f"{name}: {value[:60]}"
    if root.headers.text("precedence").strip().lower() == "auto_reply":
        return AutoKind.AUTO_REPLY, "Precedence: auto_reply"
    suppress = root.headers.text("x-auto-response-suppress").strip()
    if suppress and suppress.lower() != "none":
        return AutoKind.AUTO_REPLY, f"X-Auto-Response-Suppress: {suppress[:60]}"
    if root.content_type == "multipart/report":
        return AutoKind.AUTO_REPLY, "Content-Type: multipart/report"
    if _AWAY_SUBJECT.match(root.headers.words("subject")):
        return AutoKind.AUTO_REPLY, f"Subject: {root.headers.words('subject')[:60]}"
    return (AutoKind.AUTO_REPLY, "Return-Path: <>") if _null_sender(root, mail_from) else (AutoKind.NONE, "")


def _bulk(root: Part, mail_from: str | None, account: AccountFacts) -> Verdict:
    precedence = root.headers.text("precedence").strip().lower()
    if precedence in ("bulk", "junk", "list"):
        return AutoKind.BULK, f"Precedence: {precedence}"
    for name in ("list-id", "list-unsubscribe", "list-post", "list-help"):
        if name in root.headers:
            return AutoKind.BULK, f"{name}: {root.headers.words(name)[:60]}"
    return AutoKind.NONE, ""


def _null_sender(root: Part, mail_from: str | None) -> bool:
    return mail_from == "" or root.headers.text("return-path").strip() == "<>"
