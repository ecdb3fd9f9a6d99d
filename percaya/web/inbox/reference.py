"""The people, teams and labels of a workspace, which half of the parts of a page name. Asked for once, and only when drawn."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import transaction

from percaya.core.journal.event import Event
from percaya.core.tickets.queries.listing import labels_of
from percaya.core.tickets.queries.tickets import labels
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import REPLY, may
from percaya.core.workspace.queries import members, teams

KEPT = 30  # seconds; a change is heard of at once (flow.py)


class Person(NamedTuple):
    pk: int
    name: str
    role: str


class Named(NamedTuple):
    pk: int
    name: str


class Reference:
    """What one request knows of its workspace. Lists are shared between requests for half a minute or until they change."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self._labels: dict[int, list[tuple[int, str]]] = {}

    @cached_property
    def people(self) -> list[Person]:
        """The active members, by name."""
        rows = members(self.workspace_id).values_list("pk", "name", "role")
        return [Person(*row) for row in _kept("member", self.workspace_id, lambda: list(rows))]

    @cached_property
    def answerers(self) -> list[Person]:
        """Those whom a ticket can be given to."""
        return [one for one in self.people if may(one.role, REPLY)]

    @cached_property
    def names(self) -> dict[int, str]:
        return {one.pk: one.name for one in self.people}

    @cached_property
    def teams(self) -> list[Named]:
        rows = teams(self.workspace_id).values_list("pk", "name")
        return [Named(*row) for row in _kept("team", self.workspace_id, lambda: list(rows))]

    @cached_property
    def labels(self) -> list[Named]:
        found = _kept("label", self.workspace_id, lambda: [(one.pk, one.name) for one in labels(self.workspace_id)])
        return [Named(*row) for row in found]

    def labels_on(self, ticket_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
        """Labels (id, word) of tickets: one statement for those not asked about before in this request."""
        missing = [one for one in ticket_ids if one not in self._labels]
        if missing:
            found = labels_of(missing)
            self._labels |= {one: found.get(one, []) for one in missing}
        return self._labels


def reference(member: Member) -> Reference:
    """The request's own: a guarded view's member lives as long as its request."""
    known: Reference = member.__dict__.setdefault("reference", Reference(member.workspace_id))
    return known


def forget(event: Event, event_id: int) -> None:
    """A member, team or label was changed. Now, and once more when others can see it: someone may read in between."""
    keys = [_key(what, event.workspace_id) for what in ("member", "team", "label")]
    cache.delete_many(keys)
    transaction.on_commit(lambda: cache.delete_many(keys))


def _kept(what: str, workspace_id: int, ask: Callable[[], list[Any]]) -> list[Any]:
    key = _key(what, workspace_id)
    found: list[Any] | None = cache.get(key)
    if found is None:
        found = ask()
        cache.set(key, found, KEPT)
    return found


def _key(what: str, workspace_id: int) -> str:
    return f"inbox:reference:{what}:{workspace_id}"
