"""One watcher for one mailbox among many processes. Only thrift: the ledger alone would keep mail from coming in twice."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

_SPACE = 0x1A4  # so that these locks are nobody else's


@contextmanager
def my_turn(account_id: int) -> Iterator[bool]:
    """Whether this process may watch the account now. With SQLite there is one process."""
    if connection.vendor != "postgresql":
        yield True
        return
    held = _ask("SELECT pg_try_advisory_lock(%s, %s)", account_id)
    try:
        yield held
    finally:
        if held:
            _ask("SELECT pg_advisory_unlock(%s, %s)", account_id)


def _ask(question: str, account_id: int) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(question, [_SPACE, account_id % 2**31])
            return bool(cursor.fetchone()[0])
    except DatabaseError:  # a lost connection has lost its locks as well
        connection.close()
        return False
