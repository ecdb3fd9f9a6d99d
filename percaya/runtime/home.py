"""The data folder: database, blobs, secret key. Made on first use, private to the user who runs Percaya."""

import contextlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


class HomeError(Exception):
    """The data folder cannot be used; the message is one sentence for a person."""


@dataclass(frozen=True)
class Home:
    """``PERCAYA_HOME``, by default ``var/`` in the current folder."""

    path: Path

    @classmethod
    def from_environment(cls) -> "Home":
        return cls(Path(os.environ.get("PERCAYA_HOME") or "var").absolute())

    def prepare(self) -> None:
        """Make the folder. Raises ``HomeError`` with what to do when it cannot be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            probe = self.path / ".writable"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise self._unusable("written", error) from None
        self._keep_private()

    def _keep_private(self) -> None:
        """Key and database are of this user alone, also where an older version or a copy left them open."""
        for file in (self.path / "secret.key", *self.path.glob("percaya.sqlite3*")):
            with contextlib.suppress(OSError):  # another user's: ``percaya check`` says so
                file.chmod(0o600)

    def open_to_others(self) -> list[str]:
        """Names of what other users of this machine can read."""
        names = ("", "secret.key", "percaya.sqlite3", "blobs", "backups")
        if self.path.exists() and not self.path.stat().st_mode & 0o077:
            return []  # nobody gets past the folder
        files = [self.path / name for name in names if (self.path / name).exists()]
        return [str(file) for file in files if file.stat().st_mode & 0o077]

    def secret_key(self) -> str:
        """The key that signs sessions and seals secrets: from PERCAYA_SECRET_KEY, else a file made once."""
        if given := os.environ.get("PERCAYA_SECRET_KEY"):
            return given
        file = self.path / "secret.key"
        try:
            return file.read_text()
        except (FileNotFoundError, NotADirectoryError):
            self.prepare()
        except OSError as error:
            raise self._unusable("read", error) from None
        key = secrets.token_urlsafe(48)
        try:
            # O_EXCL: of two processes starting together one makes the key and the other reads it.
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return file.read_text()
        with os.fdopen(handle, "w") as out:
            out.write(key)
            out.flush()
            os.fsync(out.fileno())
        return key

    def _unusable(self, how: str, error: OSError) -> HomeError:
        return HomeError(
            f"The data folder {self.path} cannot be {how} ({error.strerror}). Nothing was changed. "
            "Give this user the right to it, or set PERCAYA_HOME to another folder."
        )

    @staticmethod
    def sqlite_synchronous() -> str:
        """FULL (default: an acknowledged mail survives a power cut) or NORMAL (faster; survives a crash of the process)."""
        return "NORMAL" if os.environ.get("PERCAYA_SQLITE_SYNC", "").upper() == "NORMAL" else "FULL"
