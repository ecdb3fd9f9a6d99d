"""Who is looking at a ticket now, and who is typing. Nothing is stored for longer than it is true."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from percaya.core import public_ids
from percaya.core.journal.bus import Signal, bus

Kind = Literal["viewing", "typing", "observing"]
SECONDS = {"viewing": 60.0, "typing": 8.0, "observing": 60.0}


@dataclass(frozen=True)
class Here:
    """A member at a ticket; who types is not said to view as well. Observing is looking at somebody's work from the board."""

    member_id: int
    kind: Kind


class Presence(Protocol):
    def touch(self, ticket_id: int, member_id: int, kind: Kind, workspace_id: int, number: int = 0) -> None:
        """The member views or observes (for 60 s) or types (for 8 s). The pages are told, by the ticket's number, only when that
        is news."""

    def leave(self, ticket_id: int, member_id: int, workspace_id: int, number: int = 0) -> None:
        """The member closed the ticket."""

    def who(self, ticket_id: int) -> list[Here]: ...

    def who_many(self, ticket_ids: Iterable[int]) -> dict[int, list[Here]]:
        """Those tickets at which somebody is."""


@cache
def presence() -> Presence:
    made: Presence = import_string(settings.PERCAYA_PRESENCE)()
    return made


class LocalPresence:
    """A dictionary with deadlines, for one process."""

    def __init__(self) -> None:
        self._until: dict[int, dict[int, dict[str, float]]] = {}
        self._lock = threading.Lock()

    def touch(self, ticket_id: int, member_id: int, kind: Kind, workspace_id: int, number: int = 0) -> None:
        now = time.time()
        with self._lock:
            until = self._until.setdefault(ticket_id, {}).setdefault(member_id, {})
            before = kind_of(until, now)
            until[kind] = now + SECONDS[kind]
            news = kind_of(until, now) != before
        if news:
            tell(ticket_id, workspace_id, number)

    def leave(self, ticket_id: int, member_id: int, workspace_id: int, number: int = 0) -> None:
        with self._lock:
            gone = self._until.get(ticket_id, {}).pop(member_id, None)
        if gone is not None:
            tell(ticket_id, workspace_id, number)

    def who(self, ticket_id: int) -> list[Here]:
        now = time.time()
        with self._lock:
            members = self._until.get(ticket_id, {})
            for member_id in [m for m, until in members.items() if kind_of(until, now) is None]:
                del members[member_id]
            if not members:
                self._until.pop(ticket_id, None)
            return listed(members, now)

    def who_many(self, ticket_ids: Iterable[int]) -> dict[int, list[Here]]:
        found = {ticket_id: self.who(ticket_id) for ticket_id in set(ticket_ids) & self._until.keys()}
        return {ticket_id: here for ticket_id, here in found.items() if here}


def kind_of(until: dict[str, float], now: float) -> Kind | None:
    if until.get("typing", 0) > now:
        return "typing"
    if until.get("viewing", 0) > now:
        return "viewing"
    return "observing" if until.get("observing", 0) > now else None


def listed(members: dict[int, dict[str, float]], now: float) -> list[Here]:
    kinds = ((member_id, kind_of(until, now)) for member_id, until in sorted(members.items()))
    return [Here(member_id, kind) for member_id, kind in kinds if kind]


def tell(ticket_id: int, workspace_id: int, number: int) -> None:
    """Pages know a ticket by its number; without one by its public id."""
    data = {"ticket": number or public_ids.encode("ticket", ticket_id)}
    for topic in (f"t{ticket_id}", f"w{workspace_id}"):
        bus().publish(Signal(topic=topic, kind="presence", data=data))
