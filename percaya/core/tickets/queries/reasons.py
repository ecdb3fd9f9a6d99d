"""Why a ticket is what it is, where it is: its way told from the journal, in plain sentences with their causes.

One source for the page "Kenapa di sini?" and for ``percaya trace``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts, stream
from percaya.core.people.models import Handle
from percaya.core.tickets.clock_words import day_and_time
from percaya.core.tickets.events import (
    LabelAdded,
    LabelRemoved,
    LanguageDetected,
    MergeUndone,
    MoodRead,
    PriorityChanged,
    QueueSkipped,
    SpamMarked,
    SpamUnmarked,
    SplitUndone,
    StateChanged,
    TicketAssigned,
    TicketJoined,
    TicketMerged,
    TicketParted,
    TicketSnoozed,
    TicketSplit,
    TicketSplitOff,
    TicketTeamChanged,
    TicketWoken,
    TopicChanged,
)
from percaya.core.tickets.models import Participant, Ticket
from percaya.core.tickets.queries import reason_words as words
from percaya.core.tickets.queries.sentences import Names, sentence

MOST_MOVES = 200
# By their classes, so that whoever tells a ticket's way knows their sentences (the command line loads little else).
_MOVES = tuple(
    event.kind
    for event in (
        TicketAssigned,
        TicketTeamChanged,
        PriorityChanged,
        StateChanged,
        TicketSnoozed,
        TicketWoken,
        SpamMarked,
        SpamUnmarked,
        TicketMerged,
        TicketJoined,
        MergeUndone,
        TicketParted,
        TicketSplit,
        TicketSplitOff,
        SplitUndone,
        TopicChanged,
        LabelAdded,
        LabelRemoved,
        QueueSkipped,
    )
)
_FOUND = (LanguageDetected.kind, MoodRead.kind, SpamMarked.kind)


@dataclass(frozen=True)
class Told:
    """One sentence: when it came about (None for what holds now), the event behind it, what it rests on."""

    text: str
    at: datetime | None = None
    event_id: int | None = None
    because: str = ""
    evidence: Sequence[str] = ()


@dataclass(frozen=True)
class Part:
    """One question and its answers, oldest first. ``key``: came, person, thread, found, moved, clock, rank, or an
    aside's."""

    key: str
    title: str
    told: Sequence[Told]


@dataclass(frozen=True)
class Aside:
    """A question that a room above answers: with its own events (``kinds``, and what each rests on) and lines of its own.
    It stands after the part ``after``."""

    key: str
    title: str
    after: str
    kinds: Sequence[str] = ()
    rests_on: Callable[[str, dict[str, Any]], Sequence[str]] = lambda kind, said: ()
    told: Sequence[Told] = ()


def reasons(ticket: Ticket, *, language: str, zone: str, asides: Sequence[Aside] = ()) -> list[Part]:
    """The way of a ticket, in the language that is active. Questions without an answer are left out."""
    rows = stream("ticket", ticket.pk)
    told = _Teller(ticket, rows, language, zone)
    parts = (
        Part("came", _("How it came in"), told.arrival()),
        Part("person", _("How the customer was found"), told.person()),
        Part("thread", _("Why these messages stand together"), told.threading()),
        Part("found", _("What was read in it"), told.findings()),
        Part("moved", _("Who moved it where"), told.moves()),
        Part("clock", _("Which clocks run"), told.clocks()),
        Part("rank", _("Why it stands where it stands in the list"), told.rank()),
    )
    found = [one for part in parts for one in (part, *(told.aside(one) for one in asides if one.after == part.key))]
    return [part for part in found if part.told]


class _Teller:
    """The rows of a ticket and of the arrivals behind them, read once."""

    def __init__(self, ticket: Ticket, rows: Sequence[EventRow], language: str, zone: str) -> None:
        self.ticket, self.rows, self.language = ticket, rows, language
        self.names = Names(ticket.workspace_id, {ticket.contact_id: ticket.contact.name})
        self.said = {row.pk: facts(row) for row in rows}
        self.when: Callable[[datetime], str] = lambda instant: day_and_time(instant, zone, language)
        causes = EventRow.objects.in_bulk([row.cause_id for row in rows if row.cause_id])
        self.causes: dict[int, EventRow] = {**causes, **{row.pk: row for row in rows}}
        doors = {row.stream_id for row in causes.values() if row.stream_type == "arrival"}
        processed = EventRow.objects.filter(stream_type="arrival", stream_id__in=doors, kind="arrival.processed").order_by("pk")
        self.processed = {row.stream_id: facts(row) for row in processed}

    def arrival(self) -> list[Told]:
        opened = next((row for row in self.rows if row.kind == "ticket.opened"), None)
        if opened is None:
            return []
        account = self.ticket.account.name if self.ticket.account else ""
        door = self._arrival_of(opened)
        if door is not None:
            text = words.came_in(str(facts(door).get("door", "")), self.ticket.channel, account)
        else:
            text = words.opened_by(self._actor(opened), opened.actor_kind, self.ticket.channel, account)
        return [Told(text, opened.at, opened.pk)]

    def person(self) -> list[Told]:
        requester = Participant.objects.filter(ticket_id=self.ticket.pk, role="requester").first()
        name = self.ticket.contact.name
        if requester is None:
            return [Told(words.person_by_hand(name))]
        handle = Handle.objects.filter(contact_id=self.ticket.contact_id, kind=requester.kind, value=requester.value).first()
        text = words.person(name, requester.value, handle)
        found = (
            [Told(text, evidence=(_("Proven %(when)s") % {"when": self.when(handle.verified_at)},))]
            if (handle and handle.verified_at)
            else [Told(text)]
        )
        return found + [self._event(row) for row in self.rows if row.kind == "ticket.contact_changed"]

    def threading(self) -> list[Told]:
        """Each inbound message by the evidence it brought; equal ones are counted together."""
        counted: dict[str, list[EventRow]] = {}
        for row in self.rows:
            if row.kind != "message.received":
                continue
            door = self._arrival_of(row)
            evidence = str(self.processed.get(door.stream_id, {}).get("evidence") or "unknown") if door else "here"
            counted.setdefault(evidence, []).append(row)
        return [Told(words.threaded(key, len(rows)), rows[0].at, rows[0].pk) for key, rows in counted.items()]

    def findings(self) -> list[Told]:
        return [self._found(row, self.said[row.pk]) for row in self.rows if row.kind in _FOUND and row.actor_kind == "system"]

    def moves(self) -> list[Told]:
        rows = [
            row for row in self.rows if row.kind in _MOVES and (row.kind != "ticket.spam_marked" or row.actor_kind != "system")
        ]
        return [self._event(row) for row in rows[-MOST_MOVES:]]

    def clocks(self) -> list[Told]:
        ticket, found = self.ticket, []
        if ticket.due_at:
            since = self.when(ticket.waiting_since) if ticket.waiting_since else ""
            found.append(Told(words.owed(ticket.due_kind or "next_reply", since, self.when(ticket.due_at))))
        elif ticket.clock_paused:
            found.append(Told(_("Its clock stands still while others are waited for.")))
        if ticket.promise_due_at:
            found.append(Told(_("A promise to the customer is due %(when)s.") % {"when": self.when(ticket.promise_due_at)}))
        if ticket.snoozed_until:
            found.append(Told(_("It sleeps until %(when)s; what we owe stays owed.") % {"when": self.when(ticket.snoozed_until)}))
        elif ticket.snoozed_till_reply:
            found.append(Told(_("It sleeps until the customer writes.")))
        return found or [Told(_("No clock runs: nobody waits for a word from us."))]

    def rank(self) -> list[Told]:
        return [Told(text) for text in words.rank(self.ticket, self.when)]

    def aside(self, aside: Aside) -> Part:
        events = [
            replace(self._event(row), evidence=tuple(aside.rests_on(row.kind, self.said[row.pk])))
            for row in self.rows
            if row.kind in aside.kinds
        ]
        told = sorted([*events, *aside.told], key=lambda one: one.at or self.ticket.created_at) if events else aside.told
        return Part(aside.key, aside.title, told)

    def _found(self, row: EventRow, said: dict[str, Any]) -> Told:
        sure = said.get("confidence", said.get("score"))
        evidence = said.get("evidence") or ()
        rests_on = [evidence] if isinstance(evidence, str) else [str(one) for one in evidence]
        confidence = [_("%(percent)s%% sure") % {"percent": round(float(sure) * 100)}] if sure is not None else []
        return Told(self._sentence(row), row.at, row.pk, evidence=(*confidence, *rests_on))

    def _event(self, row: EventRow) -> Told:
        cause = self.causes.get(row.cause_id or 0)
        reason = words.reason(str(self.said.get(row.pk, {}).get("reason") or ""))
        because = reason or (self._sentence(cause) if cause is not None and cause.pk != row.pk else "")
        return Told(self._sentence(row), row.at, row.pk, because=because)

    def _sentence(self, row: EventRow) -> str:
        said = self.said.get(row.pk) or facts(row)
        return sentence(row.kind, said, actor=self._actor(row), names=self.names, language=self.language, when=self.when)

    def _actor(self, row: EventRow) -> str:
        return self.names.actor(row.actor_kind, row.actor_id)

    def _arrival_of(self, row: EventRow) -> EventRow | None:
        """The arrival that a change goes back to, by its chain of causes."""
        return next((cause for cause in self._chain(row) if cause.stream_type == "arrival"), None)

    def _chain(self, row: EventRow) -> Iterable[EventRow]:
        seen: set[int] = set()
        while row.cause_id and row.cause_id not in seen and (cause := self.causes.get(row.cause_id)):
            seen.add(cause.pk)
            yield cause
            row = cause
