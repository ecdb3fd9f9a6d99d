"""Files that still lie with the vendor: as their rows keep them, and asking for them right after the commit."""

from collections.abc import Sequence
from typing import Any

from django.utils.dateparse import parse_datetime

from percaya.channels.contract import AttachmentIn, MediaRef
from percaya.core.journal.jobs import enqueue
from percaya.core.tickets.actions.files import FETCHING, StoredFile
from percaya.core.tickets.models import Attachment, Message


def waiting_file(file: AttachmentIn) -> StoredFile:
    """The row of a file without its bytes."""
    ref = file.fetch or MediaRef(key="")
    kept: dict[str, Any] = {"key": ref.key, "sha256": ref.sha256, "size": ref.size}
    kept["expires_at"] = ref.expires_at.isoformat() if ref.expires_at else None
    return StoredFile(
        name=file.name,
        size=ref.size or 0,
        content_type=file.content_type or file.declared_type,
        declared_type=file.declared_type,
        sha256="",
        kind=file.kind.value,
        content_id=file.content_id,
        note=FETCHING,
        details={**file.details, "fetch": kept},
    )


def ref_of(file: Attachment) -> MediaRef:
    """Where it lies. Raises ``KeyError`` when its row does not say."""
    kept = file.details["fetch"]
    expires = parse_datetime(kept.get("expires_at") or "")
    return MediaRef(key=str(kept["key"]), sha256=str(kept.get("sha256") or ""), size=kept.get("size"), expires_at=expires)


def ask_for_files(message: Message, files: Sequence[StoredFile]) -> None:
    """A job for each that is not here yet; it begins when the message is committed."""
    if not any(file.note == FETCHING for file in files):
        return
    for pk in Attachment.objects.filter(message=message, note=FETCHING).values_list("pk", flat=True):
        ask_for(pk, message.workspace_id)


def ask_for(attachment_id: int, workspace_id: int) -> None:
    args = {"attachment_id": attachment_id}
    enqueue("intake.fetch", args=args, unique_key=f"fetch:{attachment_id}", workspace_id=workspace_id)
