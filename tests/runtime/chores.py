"""Kinds of job for the tests of the engines: each writes a line where the test can read it."""

import os
import time
from pathlib import Path

from percaya.core.journal.cause import current_cause
from percaya.core.journal.jobs import GiveUp, RetryIn, task


def note(path: str, line: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(handle, f"{line}\n".encode())
    os.close(handle)


def lines(path: Path) -> list[str]:
    return path.read_text().split("\n")[:-1] if path.exists() else []


@task("chore.note", attempts=3)
def _note(*, path: str, line: str, seconds: float = 0.0) -> None:
    time.sleep(seconds)
    note(path, line)


@task("chore.cause")
def _cause(*, path: str, event_id: int | None = None) -> None:
    note(path, str(current_cause()))


@task("chore.slow", queue="inbound", attempts=2)
def _slow(*, path: str, name: str, seconds: float) -> None:
    note(path, f"begin {name}")
    time.sleep(seconds)
    note(path, f"end {name}")


@task("chore.fail", attempts=3)
def _fail(*, path: str) -> None:
    note(path, "tried")
    raise ValueError("the bread is burnt")


@task("chore.later", attempts=2)
def _later(*, path: str) -> None:
    note(path, "tried")
    raise RetryIn(300, "the shop is closed")


@task("chore.never")
def _never() -> None:
    raise GiveUp("no such street")
