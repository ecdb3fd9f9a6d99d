"""Bring the database to this version of Percaya, or say plainly why not."""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import structlog
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder

from percaya.core.journal.room import is_full
from percaya.runtime.errors import NO_ROOM, TRY_LATER, Refusal
from percaya.runtime.home import Home

log = structlog.get_logger("percaya.start")
KEPT = 5  # copies made before migrating
SAMPLE = 400  # rows of an index; what SQLite's own documentation recommends
_LOCK = 0x70657263  # of PostgreSQL: one process migrates, the others wait for it


def bring_up_to_date(home: Home) -> bool:
    """Migrate when needed; was it? An existing SQLite database is copied first. Raises ``Refusal``."""
    try:
        if connection.vendor == "sqlite":
            return _bring_sqlite(home)
        return _bring_postgres()
    except DatabaseError as error:
        raise _unusable(error) from error


def _bring_sqlite(home: Home) -> bool:
    wanted = fingerprint()  # before migrating: a file that is put there meanwhile has not been applied
    if _mark() == wanted:
        return False
    with _alone(home):
        return _mark() != wanted and _migrate_sqlite(home, wanted)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """One process migrates, the others wait for it: a command that is given while the server makes its first database."""
    with (home.path / "update.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate_sqlite(home: Home, wanted: int) -> bool:
    _refuse_strangers()
    if connection.introspection.table_names():
        _copy(home.path / "backups")
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        learn(cursor)
        cursor.execute(f"PRAGMA user_version = {wanted}")
    return True


def learn(cursor: CursorWrapper) -> None:
    """Fresh statistics for SQLite's planner where they are missing or old, from samples: milliseconds at any size. A migration
    that makes a table anew loses those of the table, and queries then take whichever index comes first."""
    cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
    cursor.execute("PRAGMA optimize = 0x10002")  # of all tables, not only of those this connection has asked


def _bring_postgres() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        try:
            _refuse_strangers()
            before = len(MigrationRecorder(connection).applied_migrations())
            call_command("migrate", verbosity=0, interactive=False)
            return len(MigrationRecorder(connection).applied_migrations()) != before
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def fingerprint() -> int:
    """A number that stands for the set of migrations of this version (kept in the database, so it travels with it)."""
    names = sorted(f"{app}.{name}" for app, name in known())
    return zlib.crc32("\n".join(names).encode()) & 0x7FFFFFFF


def known() -> set[tuple[str, str]]:
    """(app, migration) of every file of this version; read from the folders, which is quicker than loading them."""
    found = set()
    for config in apps.get_app_configs():
        for file in (Path(config.path) / "migrations").glob("[0-9]*.py"):
            found.add((config.label, file.stem))
    return found


def _mark() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        return int(cursor.fetchone()[0])


def _refuse_strangers() -> None:
    """A database that something else made, or a newer Percaya, is left alone."""
    tables = set(connection.introspection.table_names())
    if not tables:
        return
    if "django_migrations" not in tables:
        raise Refusal(
            f"The database {_name()} holds tables that Percaya did not make. Nothing was changed. "
            "Point PERCAYA_HOME (or PERCAYA_DATABASE_URL) at an empty place or at a database of Percaya."
        )
    ours = {config.label for config in apps.get_app_configs()}
    newer = sorted(
        f"{app}.{name}"
        for app, name in MigrationRecorder(connection).applied_migrations()
        if app in ours and (app, name) not in known()
    )
    if newer:
        raise Refusal(
            f"The database {_name()} was used by a newer Percaya (it knows {newer[-1]}). Nothing was changed. "
            "Run that version, or restore a backup made with this one."
        )


def _copy(folder: Path) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"before-update-{datetime.now(UTC):%Y%m%dT%H%M%S}.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    copy.chmod(0o600)
    log.info("the database was copied before updating it", copy=str(copy))
    for old in sorted(folder.glob("before-update-*.sqlite3"))[:-KEPT]:
        old.unlink()


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _unusable(error: DatabaseError) -> Refusal:
    if is_full(error):
        return Refusal(NO_ROOM, TRY_LATER)
    said = str(error).strip().split("\n")[0]
    if connection.vendor == "sqlite" and ("not a database" in said or "malformed" in said):
        return Refusal(f"The file {_name()} is not a whole SQLite database ({said}). Nothing was changed. Restore a backup.")
    return Refusal(
        f"The database {_name()} cannot be used ({said}). Nothing was changed. See that it runs, then try again.",
        TRY_LATER,
    )
