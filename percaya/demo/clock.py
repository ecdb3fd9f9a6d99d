"""The demo's own clock. Everything in it is made by the real verbs, which ask ``timezone.now``; for the time of one
verb this answers with a moment of the past, so that states, waits, chains and times agree as if it had happened.

This is the one place where time is set. It is for a process that does nothing else (the command, a test)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with patch("django.utils.timezone.now", lambda: moment):
        yield
