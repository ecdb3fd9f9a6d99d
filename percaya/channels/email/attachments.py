"""The files of a mail: named safely, typed by their bytes, unpacked from Outlook's wrapping, counted and capped."""

from dataclasses import dataclass, field, replace

from percaya.channels.common.names import safe_name
from percaya.channels.common.sniff import content_type_of
from percaya.channels.contract import AttachmentIn, AttachmentKind
from percaya.channels.email.bodies import Contents
from percaya.channels.email.html_safe import SafeHtml
from percaya.channels.email.invites import invite_details
from percaya.channels.email.parts import Part
from percaya.channels.email.winmail import Unwrapped, unwrapped

MAX_COUNT = 100
MAX_BYTES = 60 * 1024 * 1024  # of all together; doors refuse mails far below it

_SIGNATURES = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
    "application/pgp-keys",
}
_SMIME = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_REPORTS = {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers", "message/feedback-report"}
_DEFAULT_NAMES = {
    "message/rfc822": "message.eml",
    "text/calendar": "invite.ics",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "version.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "message/delivery-status": "delivery-status.txt",
}


@dataclass(slots=True)
class Files:
    attachments: list[AttachmentIn] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    wrapped_words: Unwrapped | None = None  # text that was only inside a winmail.dat


def files_of(contents: Contents) -> Files:
    """Every part that is no body, as an attachment."""
    files = Files()
    for part, place in contents.loose:
        _take(part, place, files)
    for name, content in contents.uuencoded:
        files.attachments.append(_attachment(name, content, "application/octet-stream", note="from-uuencode"))
    _cap(files)
    return files


def with_html(attachments: list[AttachmentIn], html: SafeHtml) -> list[AttachmentIn]:
    """Pictures shown inside the HTML are marked inline, pictures that were written into it are added."""
    marked = [
        replace(item, kind=AttachmentKind.INLINE)
        if item.kind is AttachmentKind.FILE and item.content_id and item.content_id in html.content_ids
        else item
        for item in attachments
    ]
    for content_id, declared, content in html.embedded[:MAX_COUNT]:
        made = _attachment("", content, declared, fallback="picture")
        marked.append(replace(made, kind=AttachmentKind.INLINE, content_id=content_id, note="from-html"))
    return marked


def _take(part: Part, place: str, files: Files) -> None:
    content = part.content()
    if not content and not part.name:
        return
    if part.content_type in ("application/ms-tnef", "application/vnd.ms-tnef") or part.name.lower() == "winmail.dat":
        inside = unwrapped(content)
        if inside is not None:
            files.wrapped_words = inside
            files.attachments += [_attachment(name, data, "", note="from-winmail") for name, data in inside.files]
            return
    files.attachments.append(_from_part(part, place, content))


def _from_part(part: Part, place: str, content: bytes) -> AttachmentIn:
    kind, note = _kind(part, place)
    name = part.name or _DEFAULT_NAMES.get(part.content_type, "")
    made = _attachment(name, content, part.content_type, note=note or ("cut" if part.cut else ""))
    if kind is AttachmentKind.MESSAGE:
        made = replace(made, content_type="message/rfc822", name=made.name if made.name.endswith(".eml") else f"{made.name}.eml")
    details = invite_details(content) if kind is AttachmentKind.CALENDAR else {}
    return replace(made, kind=kind, content_id=part.content_id, details=details)


def _kind(part: Part, place: str) -> tuple[AttachmentKind, str]:
    kind = part.content_type
    if place == "encrypted":
        return AttachmentKind.SIGNATURE, "encrypted"
    if place == "signature" or kind in _SIGNATURES:
        return AttachmentKind.SIGNATURE, "signature"
    if kind in _SMIME:
        return AttachmentKind.SIGNATURE, "signed" if part.params.get("smime-type", "").lower() == "signed-data" else "encrypted"
    if kind == "message/rfc822":
        return AttachmentKind.MESSAGE, ""
    if kind == "text/calendar":
        return AttachmentKind.CALENDAR, ""
    return (AttachmentKind.REPORT, "") if kind in _REPORTS else (AttachmentKind.FILE, "")


def _attachment(name: str, content: bytes, declared: str, *, note: str = "", fallback: str = "attachment") -> AttachmentIn:
    content_type = content_type_of(content, declared)
    shown = safe_name(name, content_type, fallback)
    return AttachmentIn(name=shown, content=content, declared_type=declared, content_type=content_type, note=note)


def _cap(files: Files) -> None:
    """What is over the caps stays in the raw mail only; the warning says so."""
    kept: list[AttachmentIn] = []
    size = 0
    for item in files.attachments:
        size += len(item.content)
        if len(kept) >= MAX_COUNT or size > MAX_BYTES:
            files.warnings.append("attachments-cut")
            break
        kept.append(item)
    files.attachments = kept
