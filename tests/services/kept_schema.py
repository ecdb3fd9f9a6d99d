"""The empty test database of SQLite, kept between runs: the migrations take 19 s of a processor, a copy of the file next to none.

It lies in pytest's own cache, named by a digest of every migration; only the one used last is kept.
"""

import shutil
import sqlite3
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

_READ = "percaya/core/tickets/policy.py"  # by migrations, beside themselves


def kept_file(config: pytest.Config) -> Path | None:
    """Where the database of today's migrations is or will be kept; nowhere on PostgreSQL, and without pytest's cache."""
    cache = getattr(config, "cache", None)
    if connection.vendor != "sqlite" or cache is None:
        return None
    return Path(cache.mkdir("schema")) / f"{_digest(config.rootpath)}.sqlite3"


def lay(kept: Path | None) -> bool:
    """Put a copy where Django will look for the test database; says whether there was one."""
    if kept is None or not kept.is_file():
        return False
    try:
        shutil.copyfile(kept, _database())
    except FileNotFoundError:  # another run put a newer one in its place just now
        return False
    return True


def keep(kept: Path) -> None:
    """Whole or not at all: other workers may look for it meanwhile."""
    draft = kept.with_name(f"{_database().parent.name}-{_database().name}.draft")
    draft.unlink(missing_ok=True)
    with sqlite3.connect(_database()) as source:
        source.execute("VACUUM INTO ?", (str(draft),))
    source.close()
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    draft.replace(kept)


def remove() -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{_database()}{end}").unlink(missing_ok=True)


def _database() -> Path:
    return Path(str(connection.settings_dict["TEST"]["NAME"]))


def _digest(root: Path) -> str:
    digest = sha256(f"{version('django')} {sqlite3.sqlite_version}".encode())
    digest.update((root / _READ).read_bytes())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted((Path(app.path) / "migrations").glob("*.py")):
            digest.update(f"\0{app.label}/{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:32]
