"""The counts beside the views: made while somebody looks, at most every two seconds, and rarer where they cost much."""

import time
from collections.abc import Callable, Mapping
from functools import partial

from django.core.cache import cache

from percaya.core.tickets.queries import views
from percaya.core.workspace.models import Member

EVERY = 2.0  # seconds
PATIENCE = 60  # a count that took 0.2 s is kept for 12 s: counting never takes more than a sixtieth of a core's time
LONGEST = 300.0

Ask = Callable[[], views.Rows]


def counts(member: Member, teams: Mapping[str, Ask], saved: Mapping[str, Ask]) -> dict[str, str]:
    """View -> "", "7", "999+"; for promises "1/3" (overdue of all). The default views and the lists of ``teams`` are counted in
    one statement, those that were ``saved`` one by one: one of them may cost much, and is made the rarer."""
    shown = {key: view for key, view in views.VIEWS.items() if view.counted}
    usual: dict[str, Ask] = {
        _key(key, member, view.is_shared): partial(views.rows_of, view, member) for key, view in shown.items()
    }
    usual |= {_key(key, member, False): rows for key, rows in teams.items()}
    own = {_key(key, member, False): rows for key, rows in saved.items()}
    known: dict[str, str] = cache.get_many([*usual, *own])
    for some in ({key: usual[key] for key in usual if key not in known}, *({key: own[key]} for key in own if key not in known)):
        known |= _counted(some)
    return {key.rpartition(":")[2]: known[key] for key in (*usual, *own)}


def number(found: int) -> str:
    return "999+" if found >= views.CAP else str(found or "")


def _counted(lists: Mapping[str, Ask]) -> dict[str, str]:
    if not lists:
        return {}
    began = time.perf_counter()
    rows = {key: ask() for key, ask in lists.items()}
    promised = [key for key in rows if key.endswith(":promises")]
    found = views.count_all([*rows.values(), *(views.late(rows[key]) for key in promised)])
    said = {key: number(count) for key, count in zip(rows, found, strict=False)}
    said |= {key: f"{late}/{said[key]}" for key, late in zip(promised, found[len(rows) :], strict=True) if said[key]}
    cache.set_many(said, min(LONGEST, max(EVERY, PATIENCE * (time.perf_counter() - began))))
    return said


def _key(view: str, member: Member, is_shared: bool) -> str:
    """What looks the same to all who see every team is counted once for all of them."""
    whose = f"w{member.workspace_id}" if is_shared and not member.hidden_team_ids else f"m{member.pk}"
    return f"inbox:count:{whose}:{view}"
