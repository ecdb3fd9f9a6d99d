"""No room left to write: the failure that passes by itself once somebody frees space, so it is told apart from defects."""

import errno
import sqlite3
from collections.abc import Iterator

# No space, over quota (a file that may grow no further is as good as that).
_ERRNO = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# SQLITE_FULL; SHMSIZE is said when the index of the write-ahead log cannot grow.
_SQLITE = frozenset({"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"})
_POSTGRES = "53100"  # disk_full, of class 53 "insufficient resources"


def is_full(error: BaseException | None) -> bool:
    """Whether the disk is what failed, anywhere along the chain of causes (Django wraps what the database says)."""
    return any(_says_full(one) for one in _chain(error))


def _says_full(error: BaseException) -> bool:
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", "") in _SQLITE
    if isinstance(error, OSError):
        return error.errno in _ERRNO
    return getattr(error, "sqlstate", "") == _POSTGRES


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
