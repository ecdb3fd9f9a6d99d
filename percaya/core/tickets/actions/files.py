"""Files on messages: what is attached is in the blob store already, or is fetched from its vendor (see ``fetching``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from percaya.core.tickets.models import Attachment, Message

FETCHING, LOST = "fetching", "lost"  # notes of a file that still lies with its vendor, and of one that never came


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file whose bytes are in the blob store already; ``sha256`` is "" while they still lie with a vendor."""

    name: str
    size: int
    content_type: str
    sha256: str
    declared_type: str = ""
    kind: str = "file"
    content_id: str = ""
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def attach(message: Message, files: Sequence[StoredFile]) -> None:
    """Put the files on the message. One that never came from its vendor cannot go along (a forward of it, say)."""
    Attachment.objects.bulk_create(
        Attachment(
            workspace_id=message.workspace_id,
            message=message,
            name=file.name[:200],
            size=file.size,
            content_type=file.content_type[:120],
            declared_type=file.declared_type[:120],
            sha256=file.sha256,
            kind=file.kind,
            content_id=file.content_id[:250],
            note=file.note,
            details=dict(file.details),
        )
        for file in files
        if file.sha256 or file.note == FETCHING
    )
