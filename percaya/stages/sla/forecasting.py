"""What a service level would have meant in the last thirty days: real messages and states, its targets, today's calendars."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson

from percaya.core.journal.models import EventRow
from percaya.core.tickets.models import Message, Shelf, Ticket
from percaya.core.tickets.policy import OPEN_STATES
from percaya.core.tickets.queries.condition_rows import Asking, matching
from percaya.stages.sla import policy
from percaya.stages.sla.choosing import calendar_for
from percaya.stages.sla.kept import Levels, levels
from percaya.stages.sla.policy import Run
from percaya.stages.sla.terms import KINDS, Target, Terms

DAYS = 30
MOST = 300  # tickets that are replayed; the newest, and the page says how many


@dataclass
class Forecast:
    """``looked_at`` tickets were replayed (``is_sample``: there were more). By obligation: kept and missed; what is not due
    yet is neither."""

    looked_at: int = 0
    is_sample: bool = False
    met: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    missed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))

    def count(self, kind: str, is_met: bool) -> None:
        table = self.met if is_met else self.missed
        table[kind] += 1

    def share(self, kind: str) -> int | None:
        """Percent kept, ``None`` when nothing was owed."""
        owed = self.met[kind] + self.missed[kind]
        return round(100 * self.met[kind] / owed) if owed else None


def forecast(workspace_id: int, terms: Terms, now: datetime) -> Forecast:
    """Tickets of the last thirty days that fit the conditions as they stand now. Four statements."""
    known = levels(workspace_id)
    fits = matching(terms.conditions, Asking(now, known.zone, known.customs))
    rows = Ticket.objects.filter(workspace_id=workspace_id, created_at__gte=now - timedelta(days=DAYS))
    rows = rows.exclude(shelf__in=(Shelf.SPAM, Shelf.MERGED)).filter(fits).order_by("-id")
    columns = ("workspace_id", "team_id", "account_id", "created_at", "state")
    tickets = list(rows.only(*columns)[: MOST + 1])
    found = Forecast(looked_at=min(len(tickets), MOST), is_sample=len(tickets) > MOST)
    tickets = tickets[:MOST]
    talk, moves = _talk(tickets), _moves(tickets)
    for ticket in tickets:
        for kind, outcome in _replayed(ticket, terms, known, talk.get(ticket.pk, ()), moves.get(ticket.pk, ()), now):
            found.count(kind, outcome)
    return found


def _replayed(
    ticket: Ticket,
    terms: Terms,
    known: Levels,
    talk: Sequence[tuple[datetime, bool]],
    moves: Sequence[tuple[datetime, str]],
    now: datetime,
) -> Iterable[tuple[str, bool]]:
    for number, (asked, answered) in enumerate(_turns(talk)):
        kind = "next_reply" if number else "first_reply"
        if target := terms.targets.get(kind):
            run = _started(ticket, target, known, asked)
            yield from _outcome(kind, run, answered, now)
    if target := terms.targets.get("resolution"):
        run, solved = _solved(_started(ticket, target, known, ticket.created_at), moves, terms.pause)
        yield from _outcome("resolution", run, solved, now)


def _started(ticket: Ticket, target: Target, known: Levels, at: datetime) -> Run:
    return policy.start(calendar=calendar_for(ticket, target, known).calendar, target=target.length, at=at)


def _outcome(kind: str, run: Run, done: datetime | None, now: datetime) -> Iterable[tuple[str, bool]]:
    if done is not None:
        yield kind, policy.left(run, done) >= policy.NOTHING
    elif run.due_at is not None and run.due_at < now:
        yield kind, False


def _turns(talk: Sequence[tuple[datetime, bool]]) -> Iterable[tuple[datetime, datetime | None]]:
    """(first unanswered message of the customer, the next word of a person here)."""
    waiting: datetime | None = None
    for at, is_ours in talk:
        if is_ours and waiting is not None:
            yield waiting, at
            waiting = None
        elif not is_ours and waiting is None:
            waiting = at
    if waiting is not None:
        yield waiting, None


def _solved(run: Run, moves: Sequence[tuple[datetime, str]], pauses: Sequence[str]) -> tuple[Run, datetime | None]:
    """The run through the states of its ticket, and when it was solved last, if it still is."""
    solved: datetime | None = None
    for at, state in moves:
        if state not in OPEN_STATES:
            run, solved = (policy.end(run, at), at) if solved is None else (run, solved)
        elif solved is not None or (state not in pauses and run.running_since is None):
            run, solved = policy.resume(run, at), None
        if state in pauses and solved is None:
            run = policy.pause(run, at)
    return run, solved


def _talk(tickets: Sequence[Ticket]) -> Mapping[int, list[tuple[datetime, bool]]]:
    """Ticket -> (when, whether a person here said it), oldest first; what answers by itself is left out."""
    rows = Message.objects.filter(ticket__in=tickets, auto="", direction__in=("inbound", "outbound")).order_by("created_at", "pk")
    found: dict[int, list[tuple[datetime, bool]]] = {}
    for ticket, at, direction, author in rows.values_list("ticket_id", "created_at", "direction", "author_kind"):
        if direction == "inbound" or author in ("member", "token"):
            found.setdefault(ticket, []).append((at, direction == "outbound"))
    return found


def _moves(tickets: Sequence[Ticket]) -> Mapping[int, list[tuple[datetime, str]]]:
    ids = [ticket.pk for ticket in tickets]
    rows = EventRow.objects.filter(stream_type="ticket", stream_id__in=ids, kind="ticket.state_changed").order_by("pk")
    found: dict[int, list[tuple[datetime, str]]] = {}
    for ticket, at, data in rows.values_list("stream_id", "at", "data"):
        found.setdefault(ticket, []).append((at, str(orjson.loads(data).get("state", ""))))
    return found
