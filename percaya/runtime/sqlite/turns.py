"""Whose turn it is to write: first come, first served, and jobs let pages and doors go before them, a few at a time."""

import threading
from collections import deque

MOST_BEFORE = 3  # others that go before a patient one which waits already, so that no job waits for ever

_thread = threading.local()


def let_others_first() -> None:
    """What this thread writes can wait for those whom a customer or a vendor waits for."""
    _thread.is_patient = True


def is_patient() -> bool:
    return getattr(_thread, "is_patient", False)


class Turns:
    """Of one database in one process. A turn is handed on, never left lying for whoever looks at the right moment."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._urgent: deque[threading.Lock] = deque()
        self._patient: deque[threading.Lock] = deque()
        self._went_before = 0

    def take(self, seconds: float, *, patient: bool = False) -> bool:
        """Wait at most so long; whether the turn is ours now."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            own = threading.Lock()
            own.acquire()
            line = self._patient if patient else self._urgent
            line.append(own)
        if own.acquire(timeout=seconds):
            return True
        with self._guard:
            if own not in line:
                return True  # it was handed to us in this very moment
            line.remove(own)
            return False

    def give(self) -> None:
        """Hand it to the next."""
        with self._guard:
            if self._urgent and not (self._patient and self._went_before >= MOST_BEFORE):
                self._went_before += bool(self._patient)
                self._urgent.popleft().release()
            elif self._patient:
                self._went_before = 0
                self._patient.popleft().release()
            else:
                self._is_taken = False
