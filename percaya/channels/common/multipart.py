"""multipart/form-data (RFC 7578), the same bytes on every try."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from percaya.channels.common.names import safe_name
from percaya.channels.common.texts import clean_line


@dataclass(frozen=True, kw_only=True)
class FilePart:
    field: str
    name: str
    content_type: str
    content: bytes


def form_data(fields: Mapping[str, str], files: Iterable[FilePart]) -> tuple[bytes, str]:
    """Body and content type. The boundary is made from the content, so that it can stand in none of the parts."""
    files = tuple(files)
    whole = hashlib.sha256(repr(sorted(fields.items())).encode("utf-8", "replace"))
    for file in files:
        whole.update(file.content)
    boundary = f"percaya-{whole.hexdigest()}"
    parts = [_head(name) + value.encode("utf-8", "replace") for name, value in fields.items()]
    parts += [_head(file.field, file) + file.content for file in files]
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _head(field: str, file: FilePart | None = None) -> bytes:
    line = f'Content-Disposition: form-data; name="{clean_line(field)}"'
    if file is None:
        return f"{line}\r\n\r\n".encode()
    name = safe_name(file.name, file.content_type).replace('"', "%22")
    kind = clean_line(file.content_type, 120) or "application/octet-stream"
    return f'{line}; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode()
