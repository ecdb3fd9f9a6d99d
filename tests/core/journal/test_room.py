"""A full disk is told apart from every other failure, however it is wrapped."""

import errno
import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError

from percaya.core.journal.room import is_full


def _filled_database(folder: Path) -> sqlite3.Error:
    """What SQLite itself says when it may not grow."""
    base = sqlite3.connect(folder / "small.sqlite3")
    base.execute("PRAGMA max_page_count = 3")
    base.execute("CREATE TABLE words (word TEXT)")
    with pytest.raises(sqlite3.Error) as caught:
        base.execute("INSERT INTO words VALUES (?)", ["x" * 100_000])
    base.close()
    return caught.value


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_the_system_says_full(number: int) -> None:
    assert is_full(OSError(number, "full"))


def test_sqlite_says_full_also_through_django(tmp_path: Path) -> None:
    wrapped = OperationalError("database or disk is full")
    wrapped.__cause__ = _filled_database(tmp_path)
    assert is_full(wrapped)


def test_postgresql_says_full() -> None:
    told = Exception("could not extend file")
    told.sqlstate = "53100"  # type: ignore[attr-defined]
    assert is_full(told)


@pytest.mark.parametrize("error", [None, OSError(errno.EACCES, "no"), OperationalError("database is locked"), ValueError("x")])
def test_nothing_else_is_taken_for_a_full_disk(error: BaseException | None) -> None:
    assert not is_full(error)
