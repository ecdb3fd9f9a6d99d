"""Reading in a process of its own that is killed when it takes too long.

For large mail, for HTML that is not small (a sanitiser that follows the HTML standard can be made to work for minutes by
70 kB of unclosed tags) and for formats whose libraries promise nothing about time. Children are kept and used again: the
first one costs a fifth of a second, each mail after that about a millisecond.
"""

import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import Empty, LifoQueue

import percaya
from percaya.channels.contract import AccountFacts, RawArrival, Reading, Unreadable
from percaya.channels.email.wire import ContractOnly, receive, send

LIMIT_SECONDS = 15.0
MOST_CHILDREN = 2
MOST_MAILS = 500  # of one child: whatever a library leaks, it leaks not for long

_COMMAND = [sys.executable, "-P", "-m", "percaya.channels.email.worker"]
_KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
_ROOT = Path(percaya.__file__).resolve().parents[1]


class _Child:
    """One process and the pipe to it; used by one thread at a time."""

    def __init__(self) -> None:
        self.mails = 0
        self.process = subprocess.Popen(  # noqa: S603 (our own program, no input in its command)
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    def ask(self, question: bytes, limit: float) -> bytes:
        """The answer. Raises ``Unreadable`` when it is not there in time or the child dies; it is dead then."""
        self.mails += 1
        late = threading.Event()
        timer = threading.Timer(limit, self._kill, (late,))
        timer.start()
        try:
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            send(self.process.stdin, question)  # type: ignore[arg-type]
            return receive(self.process.stdout)  # type: ignore[arg-type]
        except (EOFError, OSError) as error:
            self.end()
            if late.is_set():
                raise Unreadable("timeout", f"Reading this mail took more than {limit:g} seconds and was stopped.") from error
            raise Unreadable("crashed", "The program that reads mail gave up on this one.") from error
        finally:
            timer.cancel()

    def _kill(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def is_usable(self) -> bool:
        return self.process.poll() is None and self.mails < MOST_MAILS

    def end(self) -> None:
        """Kill it and take its remains away."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):  # what was not written yet cannot be any more
                pipe.close() if pipe else None


def _environment() -> dict[str, str]:
    """What Python needs to start, and nothing of ours: the child handles what strangers send and need not know secrets."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(_ROOT)}


class _Children:
    """The idle children; at most ``MOST_CHILDREN`` work at a time, further callers wait their turn."""

    def __init__(self) -> None:
        self.idle: LifoQueue[_Child] = LifoQueue()
        self.turns = threading.BoundedSemaphore(MOST_CHILDREN)

    def ask(self, question: bytes, limit: float) -> bytes:
        with self.turns:
            child = self._take()
            answer = child.ask(question, limit)
            if child.is_usable():
                self.idle.put(child)
            else:
                child.end()
            return answer

    def _take(self) -> _Child:
        while True:
            try:
                child = self.idle.get_nowait()
            except Empty:
                return _Child()
            if child.is_usable():
                return child
            child.end()


_children = _Children()


def _forget() -> None:
    """A forked process must not talk through its parent's pipes."""
    global _children
    _children = _Children()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def read_in_child(arrival: RawArrival, account: AccountFacts, limit: float = LIMIT_SECONDS) -> Reading:
    """The reading. Raises ``Unreadable`` when the child says so, dies, or is still busy after ``limit`` seconds."""
    facts = replace(account, settings=dict(account.settings), secrets={})
    value = ContractOnly.load_from(_children.ask(pickle.dumps((arrival, facts)), limit))
    if isinstance(value, Reading):
        return value
    reason, detail = value
    raise Unreadable(reason, detail)
