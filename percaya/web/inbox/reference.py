"""The people, teams and labels of a workspace, which half of the parts of a page name. Asked for once, and only when drawn."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import transaction

from percaya.core.journal.event import Event
from percaya.core.tickets.queries.condition_fields import Custom
from percaya.core.tickets.queries.conditions import customs_of
from percaya.core.tickets.queries.listing import labels_of
from percaya.core.tickets.queries.tickets import labels
from percaya.core.workspace.brands import brands
from percaya.core.workspace.models import Brand, ChannelAccount, Member
from percaya.core.workspace.policy import REPLY
from percaya.core.workspace.queries import members, team_memberships, teams
from percaya.web.inbox import saved
from percaya.web.inbox.saved import Saved

KEPT = 30  # seconds; a change is heard of at once (flow.py)


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

    @cached_property
    def people(self) -> list[Person]:
        """The active members, by name."""
        rows = members(self.workspace_id)
        found = _kept("member", self.workspace_id, lambda: [(one.pk, one.name, one.may(REPLY)) for one in rows])
        return [Person(*row) for row in found]

    @cached_property
    def answerers(self) -> list[Person]:
        """Those whom a ticket can be given to."""
        return [one for one in self.people if one.answers]

    @cached_property
    def names(self) -> dict[int, str]:
        return {one.pk: one.name for one in self.people}

    @cached_property
    def teams(self) -> list[Named]:
        rows = teams(self.workspace_id).values_list("pk", "name")
        return [Named(*row) for row in _kept("team", self.workspace_id, lambda: list(rows))]

    @cached_property
    def views(self) -> list[Saved]:
        """All saved views of the workspace: whose they are, the caller looks (``Saved.is_for``)."""
        return [Saved(*row) for row in _kept("view", self.workspace_id, lambda: saved.all_of(self.workspace_id))]

    @cached_property
    def customs(self) -> dict[str, Custom]:
        """The custom fields of tickets, by key."""
        found = _kept("field", self.workspace_id, lambda: list(customs_of(self.workspace_id).values()))
        return {one.key: one for one in found}

    def teams_of(self, member_id: int) -> list[int]:
        links = _kept("in-team", self.workspace_id, lambda: team_memberships(self.workspace_id))
        return [team_id for team_id, member in links if member == member_id]

    @cached_property
    def labels(self) -> list[Named]:
        found = _kept("label", self.workspace_id, lambda: [(one.pk, one.name) for one in labels(self.workspace_id)])
        return [Named(*row) for row in found]

    @cached_property
    def brands(self) -> list[Branded]:
        return [
            Branded(*row)
            for row in _kept("brand", self.workspace_id, lambda: [_branded(one) for one in brands(self.workspace_id)])
        ]

    def brand_of(self, account: ChannelAccount | None) -> Branded | None:
        """As whom an answer from that account is written; ``None`` when the business has no brands."""
        own = account.brand_id if account else None
        return next((one for one in self.brands if (one.pk == own if own else one.is_default)), None)

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
    keys = [_key(what, event.workspace_id) for what in ("member", "team", "in-team", "label", "brand", "view", "field")]
    cache.delete_many(keys)
    transaction.on_commit(lambda: cache.delete_many(keys))


def _branded(brand: Brand) -> tuple[int, str, str, str, bool]:
    return brand.pk, brand.name, brand.signature, brand.signature_en, brand.is_default


def _kept(what: str, workspace_id: int, ask: Callable[[], list[Any]]) -> list[Any]:
    key = _key(what, workspace_id)
    found: list[Any] | None = cache.get(key)
    if found is None:
        found = ask()
        cache.set(key, found, KEPT)
    return found


def _key(what: str, workspace_id: int) -> str:
    return f"inbox:reference:{what}:{workspace_id}"
