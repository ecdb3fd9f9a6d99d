"""Events of tickets, taken into their facts: in a handful of statements for a whole batch."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Any

import orjson

from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.forwarding import ASIDE
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.working import calendar_of, pinned
from percaya.stages.analytics.actions.counting import count
from percaya.stages.analytics.models import ReplyFacts, TicketFacts
from percaya.stages.analytics.policy import KINDS, Facts, Folding, Happening, Spoken, contributions, quarter_of

Tally = Counter[tuple[int, Any, str, int, int]]  # workspace, hour, what, team, member
_FOLDED = tuple(each.name for each in fields(Facts))
_AS_NOW = ("number", "channel", "priority", "topic", "team_id", "assignee_id", "contact_id", "is_open", "waiting_since", "due_at")
_TICKET = ("pk", "workspace_id", "created_at", "is_spam", "merged_into_id", *_AS_NOW)
_COLUMNS = [f.name for f in TicketFacts._meta.concrete_fields if not f.primary_key]


def take(rows: Sequence[EventRow], *, anew: bool = False) -> None:
    """Fold the rows (in order, all of tickets). ``anew``: as if nothing had been folded yet; pins of calendars stay."""
    by_ticket: dict[int, list[EventRow]] = defaultdict(list)
    for row in rows:
        by_ticket[row.stream_id].append(row)
    tickets = {one["pk"]: one for one in Ticket.objects.filter(pk__in=by_ticket).values(*_TICKET)}
    known = {one.pk: one for one in TicketFacts.objects.filter(pk__in=by_ticket)}
    said = _said(rows)
    tally: Tally = Counter()
    made, spoken, gone = [], [], set()
    for ticket_id, events in by_ticket.items():
        if (ticket := tickets.get(ticket_id)) is None:
            continue
        old = known.get(ticket_id)
        fresh = [row for row in events if old is None or anew or row.pk > old.event_id]
        if not fresh:
            continue
        if old is not None:
            _add(tally, old, -1)
        new, folding = _fold(ticket, old, fresh, said, anew)
        _add(tally, new, 1)
        made.append(new)
        spoken += [_reply(ticket, one) for one in folding.replies.values()]
        gone |= folding.taken_back
    tally.update(_without(gone, list(by_ticket) if anew else []))
    tally.update((one.workspace_id, quarter_of(one.replied_at), "reply", 0, one.member_id or 0) for one in _new(spoken))
    if made:
        TicketFacts.objects.bulk_create(made, update_conflicts=True, unique_fields=["ticket"], update_fields=_COLUMNS)
    count(tally)


def _fold(
    ticket: dict[str, Any], old: TicketFacts | None, rows: Sequence[EventRow], said: dict[int, tuple[Any, bool]], anew: bool
) -> tuple[TicketFacts, Folding]:
    facts = _facts(old) if old is not None and not anew else _blank(ticket)
    pin, version = _pin(ticket, old, rows)
    folding = Folding(facts, pinned(pin, version))
    for row in rows:
        if row.kind in KINDS:
            folding.take(_happening(row, said))
    columns = {name: ticket[name] for name in _AS_NOW}
    new = TicketFacts(
        ticket_id=ticket["pk"], workspace_id=ticket["workspace_id"], event_id=rows[-1].pk, calendar=pin,
        calendar_version=version, is_counted=int(not ticket["is_spam"] and ticket["merged_into_id"] is None),
        **columns, **_columns(facts),
    )  # fmt: skip
    return new, folding


def _pin(ticket: dict[str, Any], old: TicketFacts | None, rows: Sequence[EventRow]) -> tuple[int, int]:
    """The calendar that counts for the ticket: what was pinned, else the first clock's own, else the team's as it is now."""
    if old is not None:
        return old.calendar, old.calendar_version
    for row in rows:
        if row.kind == "clock.started" and (data := orjson.loads(row.data))["calendar"]:
            return data["calendar"], data["calendar_version"]
    found = calendar_of(ticket["workspace_id"], team_id=ticket["team_id"])
    return found.id, found.version


def _happening(row: EventRow, said: dict[int, tuple[Any, bool]]) -> Happening:
    data = orjson.loads(row.data)
    said_at, aside = said.get(data.get("message", 0), (None, False))
    return Happening(row.pk, row.kind, row.at, row.actor_kind, row.actor_id, data, said_at, aside)


def _said(rows: Iterable[EventRow]) -> dict[int, tuple[Any, bool]]:
    """When the messages that came in were said, and whether they stand beside the customer's talk."""
    ids = [orjson.loads(row.data)["message"] for row in rows if row.kind in ("message.received", "reply.written")]
    found = Message.objects.filter(pk__in=ids).values_list("pk", "created_at", "fields")
    return {pk: (moment, ASIDE in more) for pk, moment, more in found}


def _facts(row: TicketFacts) -> Facts:
    return Facts(**{name: getattr(row, _attribute(name)) for name in _FOLDED})


def _columns(facts: Facts) -> dict[str, Any]:
    return {_attribute(name): value for name, value in asdict(facts).items()}


def _attribute(name: str) -> str:
    return f"{name}_id" if name in ("first_reply_by", "resolved_by") else name


def _blank(ticket: dict[str, Any]) -> Facts:
    return Facts(state="new", state_since=ticket["created_at"], created_at=ticket["created_at"])


def _reply(ticket: dict[str, Any], one: Spoken) -> ReplyFacts:
    return ReplyFacts(
        workspace_id=ticket["workspace_id"], ticket_id=ticket["pk"], message=one.message, member_id=one.member,
        is_first=int(one.is_first), replied_at=one.replied_at, started_at=one.started_at, seconds_b=one.seconds_b,
        seconds_c=one.seconds_c,
    )  # fmt: skip


def _new(spoken: list[ReplyFacts]) -> list[ReplyFacts]:
    ReplyFacts.objects.bulk_create(spoken)
    return spoken


def _without(messages: set[int], tickets: list[int]) -> Tally:
    """Take replies away again: these messages, and all of these tickets. What the counters lose by it."""
    if not messages and not tickets:
        return Counter()
    rows = ReplyFacts.objects.filter(message__in=messages) | ReplyFacts.objects.filter(ticket__in=tickets)
    lost: Tally = Counter()
    for workspace_id, moment, member in rows.values_list("workspace_id", "replied_at", "member"):
        lost[workspace_id, quarter_of(moment), "reply", 0, member or 0] -= 1
    rows.delete()
    return lost


def _add(tally: Tally, row: TicketFacts, sign: int) -> None:
    found = contributions(_facts(row), team=row.team_id or 0, counted=bool(row.is_counted))
    for (hour, what, team, member), n in found.items():
        tally[row.workspace_id, hour, what, team, member] += sign * n
