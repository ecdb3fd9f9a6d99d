"""Files that still lie with the vendor, as their rows keep them until they have been fetched."""

from typing import Any

from percaya.channels.contract import AttachmentIn, MediaRef
from percaya.core.tickets.actions.files import FETCHING, StoredFile


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
