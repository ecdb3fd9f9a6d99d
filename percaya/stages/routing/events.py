"""Where tickets were sent and why, and who is there to take them."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event
from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class TicketRouted(TicketEvent):
    """``decision`` is the row with all the reasons; ``member`` is None when only the team was chosen. ``how``: what began it
    (opened, reopened, team, backlog, silent, leaving). The change itself is the ticket's own event that follows."""

    kind: ClassVar[str] = "ticket.routed"
    sentence_en: ClassVar[str] = "The routing looked for somebody in {team} ({how}) and chose: {member}"
    sentence_id: ClassVar[str] = "Perutean mencari orang di {team} ({how}) dan memilih: {member}"
    shown_on_timeline: ClassVar[bool] = False
    decision: int
    team: int | None
    member: int | None
    how: str


@dataclass(frozen=True, kw_only=True)
class TicketUnplaced(TicketEvent):
    """Nobody could take it. ``reason``: nobody (no member of the team may answer), away, full, skill, language."""

    kind: ClassVar[str] = "ticket.unplaced"
    sentence_en: ClassVar[str] = "The routing found nobody in {team} for it ({reason})"
    sentence_id: ClassVar[str] = "Perutean tidak menemukan orang di {team} untuk tiket ini ({reason})"
    shown_on_timeline: ClassVar[bool] = False
    decision: int
    team: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class AvailabilityChanged(Event):
    """``status`` and ``before``: available async_only transfers_only break offline. ``auto``: not chosen by a person."""

    kind: ClassVar[str] = "member.availability_changed"
    sentence_en: ClassVar[str] = "{member} is now: {status}"
    sentence_id: ClassVar[str] = "{member} kini: {status}"
    member: int
    status: str
    reason: str
    before: str
    auto: bool = False


@dataclass(frozen=True, kw_only=True)
class RoutingChanged(Event):
    """``what``: settings, team, rules, member."""

    kind: ClassVar[str] = "workspace.routing_changed"
    sentence_en: ClassVar[str] = "{actor} changed the routing ({what})"
    sentence_id: ClassVar[str] = "{actor} mengubah perutean ({what})"
    what: str
    team: int | None = None
    member: int | None = None
