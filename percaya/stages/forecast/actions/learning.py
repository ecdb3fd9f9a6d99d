"""Tickets open and end: each is given its range, and what came of it is learnt, a batch of the journal at a time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.policy import OPEN_STATES
from percaya.stages.forecast import policy
from percaya.stages.forecast.kinds import Told, told
from percaya.stages.forecast.models import Alike, GivenRange
from percaya.stages.forecast.queries import forget_readiness

OPENED, MOVED = "ticket.opened", "ticket.state_changed"
GONE = frozenset({"ticket.spam_marked", "ticket.merged"})
_COLUMNS = ["n", "low", "high", "measured", "hits", "low_level", "high_level", "lengths", "outcomes"]
_Key = tuple[int, str]  # workspace, key


def learn(rows: Sequence[EventRow]) -> None:
    """Events of tickets, in order. Seen twice they change nothing twice."""
    heard = [row for row in rows if row.kind in {OPENED, MOVED, *GONE}]
    if heard:
        _Round(heard).run()


class _Round:
    """One batch: everything is read first, changed in memory, and written once."""

    def __init__(self, rows: Sequence[EventRow]) -> None:
        self.rows = rows
        self.tickets: Mapping[int, Told] = told({row.stream_id for row in rows})
        self.given = GivenRange.objects.in_bulk(list(self.tickets))
        self.groups = _groups(self.tickets.values(), self.given.values())
        self.changed: set[_Key] = set()
        self.made: list[GivenRange] = []
        self.ended: list[GivenRange] = []

    def run(self) -> None:
        for row in self.rows:
            ticket = self.tickets.get(row.stream_id)
            if ticket is not None:
                self._take(row, ticket)
        self._write()

    def _take(self, row: EventRow, ticket: Told) -> None:
        if row.kind == OPENED:
            self._give(ticket, row.at)
        elif row.kind in GONE:
            self._forget(ticket)
        else:
            said = facts(row)
            was_open, is_open = said["before"] in OPEN_STATES, said["state"] in OPEN_STATES
            if was_open and not is_open and ticket.counts:
                self._end(ticket, row.at)
            elif is_open and not was_open:
                self._forget(ticket)

    def _give(self, ticket: Told, at: datetime) -> None:
        if ticket.pk in self.given or any(one[0] == ticket.pk for one in self._group(ticket, "").lengths):
            return  # of one that has ended already nothing can be foretold
        for key in policy.keys(ticket.kind):
            group = self.groups.get((ticket.workspace_id, key), policy.Group())
            found = policy.range_of(group, ticket.day)
            if found is not None:
                row = made(ticket, key, len(group.lengths), found, at)
                self.given[ticket.pk] = row
                self.made.append(row)
                return

    def _end(self, ticket: Told, at: datetime) -> None:
        length = ticket.worked(at)
        for key in policy.keys(ticket.kind):
            self._put(ticket, key, policy.ended(self._group(ticket, key), ticket.pk, length))
        given = self.given.get(ticket.pk)
        if given is not None:
            given.took, given.ended_at = length, at
            self.ended.append(given)
            fell, shown = policy.where(given.low, given.high, length), given.shown_at is not None
            self._put(ticket, given.key, policy.judged(self._group(ticket, given.key), ticket.pk, fell, shown=shown))

    def _forget(self, ticket: Told) -> None:
        given = self.given.get(ticket.pk)
        for key in {*policy.keys(ticket.kind), *([given.key] if given else [])}:
            before = self._group(ticket, key)
            after = policy.forgotten(before, ticket.pk)
            if after != before:
                self._put(ticket, key, after)
        if given is not None and given.took is not None:
            given.took = given.ended_at = None
            self.ended.append(given)

    def _group(self, ticket: Told, key: str) -> policy.Group:
        return self.groups.get((ticket.workspace_id, key), policy.Group())

    def _put(self, ticket: Told, key: str, group: policy.Group) -> None:
        self.groups[ticket.workspace_id, key] = group
        self.changed.add((ticket.workspace_id, key))

    def _write(self) -> None:
        GivenRange.objects.bulk_create(self.made, ignore_conflicts=True)  # its page may have given it just now
        GivenRange.objects.bulk_update(self.ended, ["took", "ended_at"])
        rows = [_row(key, self.groups[key]) for key in sorted(self.changed)]
        Alike.objects.bulk_create(rows, update_conflicts=True, unique_fields=["workspace", "key"], update_fields=_COLUMNS)
        for workspace_id in {row.workspace_id for row in rows if row.n >= policy.FEWEST}:
            forget_readiness(workspace_id)


def made(ticket: Told, key: str, n: int, found: tuple[int, int], at: datetime) -> GivenRange:
    """The row of a range, not yet written."""
    return GivenRange(
        ticket_id=ticket.pk, workspace_id=ticket.workspace_id, key=key, n=n, low=found[0], high=found[1], day=ticket.day,
        given_at=at,
    )  # fmt: skip


def _groups(tickets: Iterable[Told], given: Iterable[GivenRange]) -> dict[_Key, policy.Group]:
    wanted = {(one.workspace_id, key) for one in tickets for key in policy.keys(one.kind)}
    wanted |= {(one.workspace_id, one.key) for one in given}
    rows = Alike.objects.filter(workspace__in={each for each, _key in wanted}, key__in={key for _each, key in wanted})
    return {(row.workspace_id, row.key): group_of(row) for row in rows}


def group_of(row: Alike) -> policy.Group:
    lengths = tuple((ticket, length) for ticket, length in row.lengths)
    outcomes = tuple((ticket, fell, bool(shown)) for ticket, fell, shown in row.outcomes)
    return policy.Group(lengths, outcomes, policy.Levels(row.low_level, row.high_level))


def _row(key: _Key, group: policy.Group) -> Alike:
    low, high = policy.ends(group) or (0.0, 0.0)
    hits, measured = policy.hits(group)
    return Alike(
        workspace_id=key[0], key=key[1], n=len(group.lengths), low=low, high=high, measured=measured, hits=hits,
        low_level=group.levels.low, high_level=group.levels.high, lengths=group.lengths,
        outcomes=[[ticket, fell, int(shown)] for ticket, fell, shown in group.outcomes],
    )  # fmt: skip
