"""Focus time: what a member's own pages say they were at. Measured for the whole workspace or not at all, never in secret."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from percaya.core.workspace.models import Member
from percaya.stages.analytics.models import TicketWork, WorkDay

PLACES = ("ticket", "compose", "fields", "search", "admin", "list")
HANDLING = frozenset({"ticket", "compose", "fields"})
ADMINISTRATION = frozenset({"fields", "search", "admin"})
OLDEST = timedelta(minutes=15)  # what a page could not send for longer is forgotten
_Sums = defaultdict[str, float]


@dataclass(frozen=True)
class Span:
    """From ``start`` to ``end`` somebody was at ``place``; ``ticket`` is its id, 0 for none."""

    place: str
    start: datetime
    end: datetime
    ticket: int = 0


def is_measured(settings: Mapping[str, Any]) -> bool:
    """Whether a workspace (its ``settings``) has focus time measured."""
    return bool(settings.get("measure_focus", True))


@transaction.atomic
def note_work(*, member: Member, zone: str, spans: Iterable[Span], now: datetime) -> None:
    """Add them to the member's day. What overlaps with what is counted already, is older than fifteen minutes or lies in the
    future is cut off."""
    by_day: dict[date, list[Span]] = defaultdict(list)
    for span in sorted(spans, key=lambda one: one.start):
        for piece in _by_day(span, now, ZoneInfo(zone)):
            by_day[piece.start.astimezone(ZoneInfo(zone)).date()].append(piece)
    for day, pieces in sorted(by_day.items()):
        _add(member, day, pieces)


def _by_day(span: Span, now: datetime, zone: ZoneInfo) -> list[Span]:
    """The part of it that can be believed, cut at midnight."""
    start, end = max(span.start, now - OLDEST), min(span.end, now)
    if start >= end:
        return []
    midnight = datetime.combine(end.astimezone(zone).date(), datetime.min.time(), zone)
    if start < midnight < end:
        return [Span(span.place, start, midnight, span.ticket), Span(span.place, midnight, end, span.ticket)]
    return [Span(span.place, start, end, span.ticket)]


def _add(member: Member, day: date, pieces: list[Span]) -> None:
    key: dict[str, Any] = {"workspace_id": member.workspace_id, "member": member, "day": day}
    WorkDay.objects.get_or_create(**key, defaults={"until": pieces[0].start})
    held = WorkDay.objects.select_for_update(no_key=True).get(**key)
    sums, tickets, held.until = _counted(held.until, pieces)
    for name, seconds in sums.items():
        setattr(held, name, getattr(held, name) + seconds)
    held.save()
    for ticket, seconds in sorted(tickets.items()):
        row, _is_new = TicketWork.objects.get_or_create(**key, ticket_id=ticket)
        TicketWork.objects.filter(pk=row.pk).update(seconds=F("seconds") + seconds)


def _counted(until: datetime, pieces: list[Span]) -> tuple[_Sums, defaultdict[int, float], datetime]:
    """(seconds by column, seconds by ticket, how far it goes now)."""
    sums, tickets = _Sums(float), defaultdict[int, float](float)
    for piece in pieces:
        seconds = (piece.end - max(piece.start, until)).total_seconds()
        if seconds <= 0:
            continue
        until = piece.end
        sums["focused"] += seconds
        sums["handling"] += seconds if piece.place in HANDLING else 0
        sums["administration"] += seconds if piece.place in ADMINISTRATION else 0
        if piece.ticket and piece.place in HANDLING:
            tickets[piece.ticket] += seconds
    return sums, tickets, until
