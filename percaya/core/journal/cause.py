"""What caused what is done now: set while a reaction or a job runs, read by ``record``."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_cause: ContextVar[int | None] = ContextVar("percaya_cause", default=None)


def current_cause() -> int | None:
    return _cause.get()


@contextmanager
def caused_by(event_id: int | None) -> Iterator[None]:
    """Everything recorded inside names ``event_id`` as its cause."""
    token = _cause.set(event_id)
    try:
        yield
    finally:
        _cause.reset(token)
