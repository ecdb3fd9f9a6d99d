"""The counts beside the views: made while somebody looks, at most every two seconds, and rarer where they cost much."""

import time
from collections.abc import Callable

from django.core.cache import cache

from percaya.core.tickets.queries import views
from percaya.core.workspace.models import Member

EVERY = 2.0  # seconds
PATIENCE = 60  # a count that took 0.2 s is kept for 12 s: counting never takes more than a sixtieth of a core's time
LONGEST = 300.0

Ask = Callable[[], str]


def counts(member: Member, extra: dict[str, Callable[[], views.Rows]]) -> dict[str, str]:
    """View -> "", "7", "999+"; for promises "1/3" (overdue of all). ``extra`` are lists beside the default views."""
    asks: dict[str, Ask] = {}
    for key, view in views.VIEWS.items():
        if view.counted:
            asks[_key(key, member, view.is_shared)] = lambda view=view: _said(view, member)  # type: ignore[misc]
    for key, rows in extra.items():
        asks[_key(key, member, False)] = lambda rows=rows: number(views.count(rows()))  # type: ignore[misc]
    known: dict[str, str] = cache.get_many(asks)
    for key, ask in asks.items():
        if key not in known:
            known[key] = _timed(key, ask)
    return {key.rpartition(":")[2]: text for key, text in known.items()}


def number(found: int) -> str:
    return "999+" if found >= views.CAP else str(found or "")


def _said(view: views.View, member: Member) -> str:
    rows = views.rows_of(view, member)
    found = number(views.count(rows))
    return f"{views.count(views.late(rows))}/{found}" if found and view.key == "promises" else found


def _timed(key: str, ask: Ask) -> str:
    began = time.perf_counter()
    text = ask()
    cache.set(key, text, min(LONGEST, max(EVERY, PATIENCE * (time.perf_counter() - began))))
    return text


def _key(view: str, member: Member, is_shared: bool) -> str:
    """What looks the same to all who see every team is counted once for all of them."""
    whose = f"w{member.workspace_id}" if is_shared and not member.hidden_team_ids else f"m{member.pk}"
    return f"inbox:count:{whose}:{view}"
