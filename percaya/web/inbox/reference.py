"""The people, teams and labels of a workspace, which half of the parts of a page name. Asked for once, and only when drawn."""

import secrets
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from django.core.cache import cache
from django.db import transaction

from percaya.core.journal.event import Event
from percaya.core.tickets.queries.condition_fields import Custom
from percaya.core.tickets.queries.conditions import customs_of
from percaya.core.tickets.queries.fields import ticket_fields
from percaya.core.tickets.queries.listing import labels_of
from percaya.core.tickets.queries.tickets import labels
from percaya.core.workspace.brands import brands
from percaya.core.workspace.models import Brand, ChannelAccount, CustomField, Member
from percaya.core.workspace.policy import REPLY
from percaya.core.workspace.queries import members, team_memberships, teams
from percaya.web.inbox import saved
from percaya.web.inbox.saved import Saved

_Found = TypeVar("_Found")
KEPT = 30  # seconds; a change is heard of at once (flow.py)
DAY = 24 * 3600
MOST = 4096
_KEPT: dict[tuple[int, str], tuple[str, float, Sequence[Any]]] = {}  # nobody changes what is in there


class Person(NamedTuple):
    pk: int
    name: str
    answers: bool  # a ticket can be given to them


class Named(NamedTuple):
    pk: int
    name: str


class Branded(NamedTuple):
    pk: int
    name: str
    signature: str
    signature_en: str
    is_default: bool


class Reference:
    """What one request knows of its workspace. Lists are shared between requests for half a minute or until they change."""

    def __init__(self, workspace_id: int) -> None:
        self.workspace_id = workspace_id
        self._labels: dict[int, list[tuple[int, str]]] = {}
        self._asked: dict[str, Any] = {}

    @cached_property
    def people(self) -> Sequence[Person]:
        """The active members, by name."""
        rows = members(self.workspace_id)
        return self._kept("member", lambda: [Person(one.pk, one.name, one.may(REPLY)) for one in rows])

    @cached_property
    def answerers(self) -> list[Person]:
        """Those whom a ticket can be given to."""
        return [one for one in self.people if one.answers]

    @cached_property
    def names(self) -> dict[int, str]:
        return {one.pk: one.name for one in self.people}

    @cached_property
    def teams(self) -> Sequence[Named]:
        rows = teams(self.workspace_id).values_list("pk", "name")
        return self._kept("team", lambda: [Named(*row) for row in rows])

    @cached_property
    def views(self) -> Sequence[Saved]:
        """All saved views of the workspace: whose they are, the caller looks (``Saved.is_for``)."""
        return self._kept("view", lambda: [Saved(*row) for row in saved.all_of(self.workspace_id)])

    @cached_property
    def customs(self) -> dict[str, Custom]:
        """The custom fields of tickets, by key."""
        return {one.key: one for one in self._kept("field", lambda: list(customs_of(self.workspace_id).values()))}

    @cached_property
    def fields(self) -> Sequence[CustomField]:
        """The custom fields of tickets that are asked for, in their order."""
        return self._kept("field-row", lambda: ticket_fields(self.workspace_id))

    @cached_property
    def _memberships(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for team_id, member_id in self._kept("in-team", lambda: team_memberships(self.workspace_id)):
            found.setdefault(member_id, []).append(team_id)
        return found

    def teams_of(self, member_id: int) -> list[int]:
        return self._memberships.get(member_id, [])

    def once(self, what: str, ask: Callable[[], _Found]) -> _Found:
        """What several parts of one page ask for, asked for once in this request."""
        if what not in self._asked:
            self._asked[what] = ask()
        found: _Found = self._asked[what]
        return found

    @cached_property
    def labels(self) -> Sequence[Named]:
        return self._kept("label", lambda: [Named(one.pk, one.name) for one in labels(self.workspace_id)])

    @cached_property
    def brands(self) -> Sequence[Branded]:
        return self._kept("brand", lambda: [_branded(one) for one in brands(self.workspace_id)])

    def brand_of(self, account: ChannelAccount | None) -> Branded | None:
        """As whom an answer from that account is written; ``None`` when the business has no brands."""
        own = account.brand_id if account else None
        return next((one for one in self.brands if (one.pk == own if own else one.is_default)), None)

    def _kept(self, what: str, ask: Callable[[], Sequence[_Found]]) -> Sequence[_Found]:
        """What this process still has of the workspace as it is. The rows themselves stay here: out of the shared cache they
        come in pickles, and two hundred members with their views are many."""
        place, now = (self.workspace_id, what), time.monotonic()
        state, until, found = _KEPT.get(place, ("", 0.0, ()))
        if state != self._state or until < now:
            found = ask()
            if len(_KEPT) >= MOST:
                _KEPT.clear()
            _KEPT[place] = self._state, now + KEPT, found
        return found

    @cached_property
    def _state(self) -> str:
        return _state(self.workspace_id)

    def labels_on(self, ticket_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
        """Labels (id, word) of tickets: one statement for those not asked about before in this request."""
        missing = [one for one in ticket_ids if one not in self._labels]
        if missing:
            found = labels_of(missing)
            self._labels |= {one: found.get(one, []) for one in missing}
        return self._labels


def reference(member: Member) -> Reference:
    """The request's own: a guarded view's member lives as long as its request."""
    if (known := member.__dict__.get("reference")) is None:
        known = member.__dict__["reference"] = Reference(member.workspace_id)
        member.__dict__.setdefault("team_ids", known.teams_of(member.pk))  # what the guarded doors would ask for once more
    found: Reference = known
    return found


def forget(event: Event, event_id: int) -> None:
    """A member, team or label was changed. Now, and once more when others can see it: someone may read in between."""
    key = _key(event.workspace_id)
    cache.delete(key)
    transaction.on_commit(lambda: cache.delete(key))


def _branded(brand: Brand) -> Branded:
    return Branded(brand.pk, brand.name, brand.signature, brand.signature_en, brand.is_default)


def _state(workspace_id: int) -> str:
    """A word that stands for the workspace as it is; all processes find the same one, until it is forgotten."""
    return str(cache.get_or_set(_key(workspace_id), lambda: secrets.token_hex(8), DAY))


def _key(workspace_id: int) -> str:
    return f"inbox:reference:{workspace_id}"
