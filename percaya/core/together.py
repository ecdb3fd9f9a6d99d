"""Small writings that must be durable before anyone is answered, and that come at the same moment, share one transaction.

Of a row that is synced on its own, most of the time goes into beginning, committing and waiting for the disk; while one writes,
others come. On SQLite, which has one writer at a time, whoever comes while another waits for its turn leaves the work to it and
waits for the same commit. PostgreSQL does as much by itself.
"""

import threading
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from typing import Any, TypeVar

from django.db import connection, transaction

MOST = 32  # pieces of work in one transaction, so that nobody else waits long for its turn

_T = TypeVar("_T")


def durably(work: Callable[[], _T]) -> _T:
    """Do ``work`` in a transaction and return what it returns, once that is durable.

    ``work`` must be short, must touch nothing of its thread's own (a neighbour may do it), and must bear to be done anew: where
    shared work fails, nothing of it is kept and each piece is done by itself. Raises what ``work`` or the database raises.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return _alone(work)
    piece = _Piece(work, copy_context())
    if _line.join(piece):
        _lead(piece)
    else:
        piece.settled.acquire()
        if piece.is_leader:
            _lead(piece)
    return piece.result if piece.is_done else _alone(work)


class _Piece:
    """One thread's work, and how it went."""

    def __init__(self, work: Callable[[], Any], context: Context) -> None:
        self.work, self.context = work, context
        self.result: Any = None
        self.is_done = self.is_leader = False
        self.settled = threading.Lock()
        self.settled.acquire()


class _Line:
    """Who waits, and whether somebody leads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[_Piece] = deque()
        self._is_led = False

    def join(self, piece: _Piece) -> bool:
        """Whether this one has to lead."""
        with self._guard:
            if self._is_led:
                self._waiting.append(piece)
                return False
            self._is_led = True
            return True

    def take(self) -> list[_Piece]:
        with self._guard:
            return [self._waiting.popleft() for _ in range(min(MOST - 1, len(self._waiting)))]

    def hand_on(self) -> None:
        """To whoever came in the meantime; it does not wait for those who came with us."""
        with self._guard:
            heir = self._waiting.popleft() if self._waiting else None
            self._is_led = heir is not None
        if heir is not None:
            heir.is_leader = True
            heir.settled.release()


_line = _Line()


def _lead(own: _Piece) -> None:
    """The work of all who came until our turn, in one transaction. Where it fails, each does its own and hears its own error."""
    group = [own]
    try:
        with transaction.atomic(durable=True):  # here the turn is waited for
            group += _line.take()
            transaction.on_commit(lambda: _mark(group))  # the first of what follows a commit: the others may fail
            for piece in group:
                piece.result = piece.context.run(piece.work)
    except Exception:
        if own.is_done:
            raise
    finally:
        _line.hand_on()
        for piece in group[1:]:
            piece.settled.release()


def _mark(group: list[_Piece]) -> None:
    for piece in group:
        piece.is_done = True


def _alone(work: Callable[[], _T]) -> _T:
    with transaction.atomic(durable=True):
        return work()
