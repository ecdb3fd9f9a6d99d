"""A content-addressed store of bytes: raw arrivals and attachments. Written and synced before any row names them."""

import hashlib
import io
import os
import re
import secrets
import shutil
from functools import cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_SHA = re.compile(r"[0-9a-f]{64}")
_PIECE = 1024 * 1024


class Missing(Exception):
    """No blob of that hash is stored."""


class FolderStore:
    """Files under ``root/ab/cd…``, mode 0600, never overwritten."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha: str) -> Path:
        if not _SHA.fullmatch(sha):
            raise Missing(f"{sha!r} is not a sha256")
        return self.root / sha[:2] / sha

    def put(self, content: bytes) -> str:
        """Store and return the sha256 in hex. When this returns, the bytes survive a power cut."""
        return self._put(hashlib.sha256(content).hexdigest(), io.BytesIO(content))

    def put_file(self, source: BinaryIO) -> str:
        """The same of a file, from its beginning, piece by piece: however large, it never stands in memory."""
        sha = digest_of(source)
        source.seek(0)
        return self._put(sha, source)

    def _put(self, sha: str, source: BinaryIO) -> str:
        final = self.path(sha)
        if final.exists():
            return sha
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = final.with_name(f".{sha}.{secrets.token_hex(4)}")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as out:
                shutil.copyfileobj(source, out, _PIECE)
                out.flush()
                os.fsync(out.fileno())
            part.rename(final)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _sync_folder(final.parent)
        return sha

    def open(self, sha: str) -> BinaryIO:
        try:
            return self.path(sha).open("rb")
        except (FileNotFoundError, IsADirectoryError):  # a file that never came has no digest
            raise Missing(f"blob {sha or '(none)'} is not stored") from None

    def read(self, sha: str) -> bytes:
        with self.open(sha) as file:
            return file.read()

    def remove(self, sha: str) -> None:
        """Gone for good, also from the folder's own memory. Only for bytes that no row names any more."""
        path = self.path(sha)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            _sync_folder(path.parent)

    def exists(self, sha: str) -> bool:
        return self.path(sha).exists()


def digest_of(source: BinaryIO) -> str:
    """The sha256 of a whole file, in hex."""
    digest = hashlib.sha256()
    source.seek(0)
    while piece := source.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


@cache
def store() -> FolderStore:
    return FolderStore(Path(settings.PERCAYA_BLOBS))


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
