"""Progress of long work: a line that rewrites itself on a terminal, nothing in a log."""

import sys
import time


class Line:
    """Call with (what, how many so far); ``done`` ends the line."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._next = 0.0

    def __call__(self, what: str, count: int) -> None:
        if self._on and time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.1
            sys.stderr.write(f"\r\033[K{what} {count or ''}")
            sys.stderr.flush()

    def done(self) -> None:
        if self._on:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
