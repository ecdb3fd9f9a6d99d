"""A ticket's story: messages and events merged, a window at a time, so that five thousand cost what thirty cost.

Most of it is the ticket's own stream of events, in its order. Messages that a merge or a split brought here are told by the
stream of another ticket; they are put between by their time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from percaya.core.journal.event import event_class
from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.prepared import Prepared
from percaya.core.tickets.models import Attachment, Message, Ticket

WINDOW = 30
WITH_MESSAGE = ("message.received", "reply.written", "reply.scheduled", "message.forwarded", "note.added")
# What happens to a message afterwards is shown on it.
_AFTERWARDS = ("message.edited", "message.deleted", "message.reacted", "file.arrived")
_UNSEEN = ("delivery.changed", "ticket.language_detected", "ticket.mood_read", *_AFTERWARDS)
# After these the thread holds other messages than before: it has to be drawn anew.
_REARRANGED = ("ticket.merged", "ticket.joined", "ticket.merge_undone", "ticket.parted", "ticket.split", "ticket.split_undone")
_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_LAST = datetime.max.replace(tzinfo=UTC)
_Told = EventRow | Message


@dataclass(frozen=True)
class Place:
    """Between two entries: the ticket's own events are before it up to ``seq`` (not included), brought messages up to
    ``at`` and ``message``. As text it stands in addresses."""

    seq: int
    at: datetime = _LAST
    message: int = 0

    def __str__(self) -> str:
        return str(self.seq) if self.at == _LAST else f"{self.seq}.{(self.at - _EPOCH) // _TICK}.{self.message}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """``None`` for what is no place."""
        parts = text.split(".")
        if len(parts) not in (1, 3) or not all(part.isascii() and part.isdigit() and len(part) < 18 for part in parts):
            return None
        if len(parts) == 1:
            return cls(int(parts[0]))
        try:
            return cls(int(parts[0]), _EPOCH + int(parts[1]) * _TICK, int(parts[2]))
        except OverflowError:
            return None


@dataclass(frozen=True)
class Entry:
    """One line of the story: a message (with its files), or an event with the facts its sentence needs. ``seq`` and
    ``event_id`` are 0 for a message that was brought here."""

    seq: int
    event_id: int
    at: datetime
    kind: str
    actor_kind: str
    actor_id: int | None
    message: Message | None
    files: Sequence[Attachment]
    facts: dict[str, Any]


@dataclass(frozen=True)
class Story:
    """Entries oldest first. ``before`` and ``later`` are where to ask for what is before and after them, ``None`` at the
    ends; ``lead`` is the entry just before the first. ``marked``: messages whose delivery has news; ``rearranged``:
    messages came or went, what was drawn before is out of date."""

    entries: list[Entry]
    before: Place | None = None
    later: Place | None = None
    lead: Entry | None = None
    marked: Sequence[Message] = field(default_factory=list)
    rearranged: bool = False


def story(ticket: Ticket, *, before: Place | None = None, limit: int = WINDOW) -> Story:
    """The last ``limit`` entries (before a place). Three statements whatever the length, four with brought messages."""
    place = before or Place(ticket.version + 1)
    if limit == WINDOW:
        own = _WINDOW.ask(ticket=ticket.pk, before=min(place.seq, ticket.version + 1))
    else:
        own = list(_own(ticket.pk).filter(seq__lt=place.seq).order_by("-seq")[: limit + 1])
    brought: list[Message] = []
    if _has_brought(ticket):
        earlier = Q(created_at__lt=place.at) | Q(created_at=place.at, pk__lt=place.message)
        brought = list(_brought(ticket).filter(earlier).order_by("-created_at", "-pk")[: limit + 1])
    found = _merged(own, brought, newest_first=True)[: limit + 1]
    told = found[:limit][::-1]
    entries = _entries(ticket, found[::-1])
    lead = entries.pop(0) if len(found) > limit and entries and _same(entries[0], found[limit]) else None
    return Story(entries, _before(told, place) if len(found) > limit else None, lead=lead)


def onwards(ticket: Ticket, place: Place, *, limit: int = WINDOW) -> Story:
    """The ``limit`` entries after a place."""
    own = list(_own(ticket.pk).filter(seq__gte=place.seq).order_by("seq")[: limit + 1])
    brought: list[Message] = []
    if _has_brought(ticket) and place.at != _LAST:
        later = Q(created_at__gt=place.at) | Q(created_at=place.at, pk__gte=place.message)
        brought = list(_brought(ticket).filter(later).order_by("created_at", "pk")[: limit + 1])
    found = _merged(own, brought, newest_first=False)[: limit + 1]
    told = found[:limit]
    following = _after(told, place) if len(found) > limit else None
    lead = story(ticket, before=place, limit=1).entries
    return Story(_entries(ticket, told), place, following, lead[-1] if lead else None)


def around(ticket: Ticket, message: Message, *, limit: int = WINDOW) -> Story:
    """The message with what stands around it."""
    place = place_of(ticket, message)
    back, on = story(ticket, before=place, limit=limit // 2), onwards(ticket, place, limit=limit // 2)
    return Story([*back.entries, *on.entries], back.before, on.later, back.lead)


def since(ticket: Ticket, after: int, *, again: int = 0) -> Story:
    """What the ticket's own stream says after the number ``after``, and the ``again`` numbers before it once more."""
    start = max(0, after - again)
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, seq__gt=start - 4).order_by("seq")
    found = [row for row in rows if row.kind not in _UNSEEN]
    news = [int(str(facts(row)["message"])) for row in rows if row.kind == "delivery.changed" and row.seq > after]
    entries = _entries(ticket, found)
    fresh = [entry for entry in entries if entry.seq > start]
    lead = next((entry for entry in reversed(entries) if entry.seq <= start), None)
    shown = {entry.message.pk for entry in fresh if entry.message}
    marked = _messages(ticket).filter(pk__in=set(news) - shown) if set(news) - shown else []
    rearranged = any(row.kind in (*_REARRANGED, *_AFTERWARDS) and row.seq > after for row in rows)
    return Story(fresh, lead=lead, marked=list(marked), rearranged=rearranged)


def place_of(ticket: Ticket, message: Message) -> Place:
    """Just before a message of the ticket."""
    own = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk)
    if message.moved_at is None:
        said = own.filter(kind__in=WITH_MESSAGE, data__contains=f'"message":{message.pk},').order_by("seq").first()
        if said is not None:
            return Place(said.seq, said.at)
    following = own.filter(at__gt=message.created_at).order_by("seq").first()
    return Place(following.seq if following else ticket.version + 1, message.created_at, message.pk)


def messages(ticket: Ticket, *, after_id: int = 0, limit: int = 100) -> list[Message]:
    """Messages in order, keyset by id."""
    rows = Message.objects.filter(ticket=ticket, pk__gt=after_id).select_related("member", "contact")
    return list(rows.order_by("pk")[:limit])


def files_of(message_ids: Sequence[int]) -> dict[int, list[Attachment]]:
    if len(message_ids) > len(_PLACES):
        rows = list(Attachment.objects.filter(message_id__in=message_ids).order_by("pk"))
    else:
        padded = [*message_ids, *[0] * (len(_PLACES) - len(message_ids))]
        rows = _files.ask(**dict(zip(_PLACES, padded, strict=True)))
    found: dict[int, list[Attachment]] = {}
    for file in rows:
        found.setdefault(file.message_id or 0, []).append(file)
    return found


_PLACES = [f"m{place}" for place in range(40)]  # more messages than a page shows
_files: Prepared[Attachment] = Prepared(
    lambda **of: Attachment.objects.filter(message_id__in=[*of.values()]).order_by("pk"), **dict.fromkeys(_PLACES, int)
)


def _own(ticket_id: int) -> QuerySet[EventRow]:
    return EventRow.objects.filter(stream_type="ticket", stream_id=ticket_id).exclude(kind__in=_UNSEEN)


_WINDOW = Prepared(
    lambda ticket, before: _own(ticket).filter(seq__lt=before).order_by("-seq")[: WINDOW + 1], ticket=int, before=int
)


def _messages(ticket: Ticket) -> Any:
    """Messages of the ticket, with the number of the ticket they were said in (``origin_number``)."""
    rows = Message.objects.filter(ticket=ticket).select_related("member", "contact")
    return rows.annotate(origin_number=F("came_from__number"))


def _brought(ticket: Ticket) -> Any:
    return _messages(ticket).filter(moved_at__isnull=False)


def _has_brought(ticket: Ticket) -> bool:
    known = vars(ticket).get("has_brought")  # asked for with the ticket, where a page shows it
    return bool(_brought(ticket).exists() if known is None else known)


def _merged(own: Sequence[EventRow], brought: Sequence[Message], *, newest_first: bool) -> list[_Told]:
    """Two sorted runs as one; the own events keep their order whatever their clock says."""
    out: list[_Told] = []
    left, right = list(own), list(brought)
    while left and right:
        own_first = left[0].at >= right[0].created_at if newest_first else left[0].at < right[0].created_at
        out.append(left.pop(0) if own_first else right.pop(0))
    return [*out, *left, *right]


def _before(told: Sequence[_Told], place: Place) -> Place:
    own = [one.seq for one in told if isinstance(one, EventRow)]
    brought = next((one for one in told if isinstance(one, Message)), None)
    at, message = (brought.created_at, brought.pk) if brought else (place.at, place.message)
    return Place(min(own, default=place.seq), at, message)


def _after(told: Sequence[_Told], place: Place) -> Place:
    own = [one.seq + 1 for one in told if isinstance(one, EventRow)]
    brought = next((one for one in reversed(told) if isinstance(one, Message)), None)
    at, message = (brought.created_at, brought.pk + 1) if brought else (place.at, place.message)
    return Place(max(own, default=place.seq), at, message)


def _same(entry: Entry, told: _Told) -> bool:
    return entry.seq == told.seq if isinstance(told, EventRow) else entry.message is not None and entry.message.pk == told.pk


def _entries(ticket: Ticket, told: Iterable[_Told]) -> list[Entry]:
    told = list(told)
    rows = [one for one in told if isinstance(one, EventRow)]
    said = {row.pk: facts(row) for row in rows}
    ids = [int(str(said[row.pk]["message"])) for row in rows if row.kind in WITH_MESSAGE]
    # One that a merge or split took away is told where it is now.
    by_id = _messages(ticket).filter(moved_at=None).in_bulk(ids)
    files = files_of([*by_id, *(one.pk for one in told if isinstance(one, Message))])
    out = []
    for one in told:
        if isinstance(one, Message):
            out.append(_brought_entry(one, files))
        elif (entry := _entry(one, said[one.pk], by_id, files)) is not None:
            out.append(entry)
    return out


def _entry(row: EventRow, said: dict[str, Any], by_id: dict[int, Message], files: dict[int, list[Attachment]]) -> Entry | None:
    message = by_id.get(said["message"]) if row.kind in WITH_MESSAGE else None
    kind = event_class(row.kind)
    if message is None and (row.kind in WITH_MESSAGE or not (kind is None or kind.shown_on_timeline)):
        return None
    of_message = files.get(message.pk, []) if message else []
    return Entry(row.seq, row.pk, row.at, row.kind, row.actor_kind, row.actor_id, message, of_message, said)


def _brought_entry(message: Message, files: dict[int, list[Attachment]]) -> Entry:
    actor = message.contact_id if message.author_kind == "contact" else message.member_id
    return Entry(0, 0, message.created_at, "message.brought", message.author_kind, actor, message, files.get(message.pk, []), {})
