"""Backup and restore: database, blobs and secret key in one .tar with a manifest of sha256 sums.

Order matters while Percaya runs: the database is copied first (one consistent moment), the blobs after it. A blob is
synced before the row that names it commits and is never changed, so every blob the copy names is there.
"""

import hashlib
import io
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import orjson
from django.conf import settings
from django.db import connection

from percaya import __version__
from percaya.runtime.errors import Refusal
from percaya.runtime.home import Home

Progress = Callable[[str, int], None]
FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"
KEY = "secret.key"


def backup(file: Path, home: Home, progress: Progress) -> int:
    """Write ``file`` (it appears only when whole). Returns its size in bytes. Raises ``Refusal``."""
    if file.exists():
        raise Refusal(f"{file} exists already. Nothing was written. Choose another name.")
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("xb") as out:
            os.fchmod(out.fileno(), 0o600)  # it holds the key and everybody's mail
            _write(out, home, progress)
            out.flush()
            os.fsync(out.fileno())
        part.rename(file)
    except OSError as error:
        raise Refusal(f"The backup could not be written to {file} ({error.strerror}). No backup was made.") from None
    finally:
        part.unlink(missing_ok=True)
    return file.stat().st_size


def _write(out: IO[bytes], home: Home, progress: Progress) -> None:
    sums: dict[str, str] = {}
    with tarfile.open(fileobj=out, mode="w") as tar, tempfile.TemporaryDirectory(dir=home.path, prefix=".backup-") as folder:
        progress("database", 0)
        database = _copy_database(Path(folder))
        sums[database.name] = _add(tar, database, database.name)
        database.unlink()
        sums[KEY] = _add_bytes(tar, KEY, home.secret_key().encode())
        for count, (name, path) in enumerate(_blobs(Path(settings.PERCAYA_BLOBS)), start=1):
            sums[name] = _add(tar, path, name)
            progress("files", count)
        said = {"format": FORMAT, "percaya": __version__, "made_at": datetime.now(UTC).isoformat(), "sha256": sums}
        _add_bytes(tar, MANIFEST, orjson.dumps(said, option=orjson.OPT_INDENT_2))


def _copy_database(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        copy = folder / SQLITE
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        return copy
    copy = folder / POSTGRES
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={copy}")
    return copy


def _blobs(root: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(root.glob("??/*")):
        if not path.name.startswith("."):  # one that is being written just now
            yield f"blobs/{path.parent.name}/{path.name}", path


def restore(file: Path, home: Home, *, force: bool, progress: Progress) -> dict[str, Any]:
    """Unpack, check every sum, then put all in place. Returns the manifest. Raises ``Refusal``; then nothing changed."""
    _refuse_full_home(home, force)
    home.prepare()
    fresh = Path(tempfile.mkdtemp(dir=home.path, prefix=".restore-"))
    try:
        manifest = _unpack(file, fresh, progress)
        _check_database(fresh)
        _put_in_place(fresh, home)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def _refuse_full_home(home: Home, force: bool) -> None:
    found = [name for name in ("percaya.sqlite3", "blobs") if (home.path / name).exists()]
    if connection.vendor == "postgresql" and connection.introspection.table_names():
        found.append("the PostgreSQL database")
    if found and not force:
        raise Refusal(
            f"{home.path} holds data already ({', '.join(found)}). Nothing was changed. "
            "Restore into an empty PERCAYA_HOME, or say --force to replace what is there."
        )


def _unpack(file: Path, folder: Path, progress: Progress) -> dict[str, Any]:
    sums: dict[str, str] = {}
    try:
        with tarfile.open(file, mode="r") as tar:
            for count, member in enumerate(tar, start=1):
                if not member.isfile():
                    raise Refusal(f"{file} is not a backup of Percaya. Nothing was changed.")
                tar.extract(member, folder, filter="data")
                sums[member.name] = _sum(folder / member.name)
                progress("files", count)
        manifest: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise Refusal(f"{file} cannot be found, or has no manifest. Nothing was changed.") from None
    except (tarfile.TarError, OSError, ValueError) as error:
        raise Refusal(f"{file} is not a whole backup ({error}). Nothing was changed. Use another copy.") from None
    sums.pop(MANIFEST)
    if manifest.get("format") != FORMAT or manifest.get("sha256") != sums:
        wrong = sorted(set(manifest.get("sha256", {}).items()) ^ set(sums.items()))
        raise Refusal(f"{file} is damaged ({wrong[0][0] if wrong else 'its format'}). Nothing was changed. Use another copy.")
    return manifest


def _check_database(folder: Path) -> None:
    if (folder / SQLITE).exists() != (connection.vendor == "sqlite"):
        raise Refusal("This backup was made on the other kind of database (SQLite, PostgreSQL). Nothing was changed.")
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(folder / SQLITE)
        try:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            copy.close()
        if verdict != "ok":
            raise Refusal(f"The database in the backup is damaged ({verdict}). Nothing was changed. Use another copy.")


def _put_in_place(fresh: Path, home: Home) -> None:
    blobs = Path(settings.PERCAYA_BLOBS)
    if (fresh / "blobs").exists():
        shutil.copytree(fresh / "blobs", blobs, dirs_exist_ok=True, copy_function=shutil.move)
    (fresh / KEY).chmod(0o600)
    (fresh / KEY).replace(home.path / KEY)
    if connection.vendor == "sqlite":
        connection.close()
        database = Path(settings.DATABASES["default"]["NAME"])
        for leftover in (f"{database}-wal", f"{database}-shm"):
            Path(leftover).unlink(missing_ok=True)
        (fresh / SQLITE).chmod(0o600)
        (fresh / SQLITE).replace(database)
    else:
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(fresh / POSTGRES))


def _postgres(program: str, *arguments: str) -> None:
    """Run PostgreSQL's own tool on our database; the password goes by the environment, not the command line."""
    made = settings.DATABASES["default"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(made[key]) for name, key in names.items() if made.get(key)}}
    database = ["--dbname", str(made["NAME"])] if program == "pg_restore" else []
    try:
        done = subprocess.run([program, *database, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise Refusal(f"{program} is not installed. Nothing was changed. Install PostgreSQL's client programs.") from None
    if done.returncode:
        raise Refusal(f"{program} failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Add a file as it is now; the sum is taken of the very bytes that are written."""
    with path.open("rb") as source:
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(source.fileno()).st_size, 0o600
        reader = _Summing(source)
        tar.addfile(info, reader)
    return reader.sum.hexdigest()


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> str:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))
    return hashlib.sha256(content).hexdigest()


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Summing:
    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self.source.read(size)
        self.sum.update(content)
        return content
