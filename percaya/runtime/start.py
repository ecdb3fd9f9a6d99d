"""What a long-running command does before it begins."""

import fcntl
import os
from typing import IO

from django.conf import settings
from django.db import connection
from django.urls import get_resolver, reverse

from percaya.core.journal.jobs import engine
from percaya.core.journal.reactions import flow
from percaya.core.workspace.actions.members import invite
from percaya.core.workspace.queries import is_fresh
from percaya.runtime import assets, catalogues, schema
from percaya.runtime.errors import Refusal
from percaya.runtime.home import Home
from percaya.runtime.jobs.embedded import EmbeddedEngine
from percaya.runtime.memory import give_back


def make_ready(home: Home, *, pages: bool) -> None:
    """Folder, database, catalogues and (for a process that serves pages) assets. Raises ``Refusal`` or ``HomeError``."""
    home.prepare()
    if catalogues.compile_all():
        catalogues.read_again()
    schema.bring_up_to_date(home)
    if pages:
        assets.collect()
    flow()  # loads the stages, and with them every kind of job


def hold_alone(home: Home) -> IO[str]:
    """Be the only ``serve`` of this data folder (until the file is closed, or the process ends however it ends)."""
    lock = (home.path / "serve.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        other = lock.read().strip() or "another process"
        lock.close()
        raise Refusal(
            f"Percaya already runs on {home.path} (process {other}). Nothing was changed. "
            "Stop that one first, or set PERCAYA_HOME to another folder."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def bring_back_jobs() -> int:
    """After ``hold_alone`` no other worker lives: what a killed process was doing begins again at once."""
    made = engine()
    return made.rescue(everything=True) if isinstance(made, EmbeddedEngine) else 0


def setup_link() -> str:
    """The one-time link for the first person, or "" when somebody can log in already."""
    if not is_fresh():
        return ""
    path = reverse("onboarding:setup", args=[invite(workspace=None, email="", role="owner", by=None)])
    connection.close()
    return f"{settings.PUBLIC_URL}{path}"


def warm_up() -> None:
    """Load what the first page would wait for (in the background: the door is open already)."""
    get_resolver().url_patterns  # noqa: B018 (reading it imports every room's pages)
    give_back()
