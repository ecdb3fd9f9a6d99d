"""Folding a ticket's events into facts. Pure: an event and what stands in the facts, nothing else."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from percaya.core.workspace.calendars import Calendar, between

REOPEN_WINDOW = timedelta(days=7)
_STATE_UNDO = (
    "state", "state_since", "state_seconds", "first_resolved_at", "first_resolution_b", "first_resolution_c", "resolved_at",
    "resolved_by", "resolution_b", "resolution_c", "customer_reopens", "late_reopens", "agent_reopens", "turn_since",
    "unanswered_turns",
)  # fmt: skip
_REPLY_UNDO = (
    "first_any_reply_at",
    "first_reply_at",
    "first_reply_by",
    "first_reply_b",
    "first_reply_c",
    "replies",
    "turn_since",
)


@dataclass(frozen=True)
class Happening:
    """An event of a ticket. ``said_at`` is the moment of the message it names, ``aside`` that it is not the customer's talk."""

    id: int
    kind: str
    at: datetime
    actor: str
    actor_id: int | None
    data: Mapping[str, Any]
    said_at: datetime | None = None
    aside: bool = False

    @property
    def member(self) -> int | None:
        return self.actor_id if self.actor == "member" else None


@dataclass(frozen=True)
class Spoken:
    """A person's public word; ``started_at`` and the seconds when it answered a turn of the customer's."""

    message: int
    member: int | None
    replied_at: datetime
    is_first: bool = False
    started_at: datetime | None = None
    seconds_b: int | None = None
    seconds_c: int | None = None


@dataclass
class Facts:
    """The folded columns of ``TicketFacts``."""

    state: str
    state_since: datetime
    created_at: datetime
    state_seconds: dict[str, list[int]] = field(default_factory=dict)
    first_inbound_at: datetime | None = None
    turn_since: datetime | None = None
    first_any_reply_at: datetime | None = None
    first_reply_at: datetime | None = None
    first_reply_by: int | None = None
    first_reply_b: int | None = None
    first_reply_c: int | None = None
    replies: int = 0
    inbound: int = 0
    unanswered_turns: int = 0
    first_resolved_at: datetime | None = None
    first_resolution_b: int | None = None
    first_resolution_c: int | None = None
    resolved_at: datetime | None = None
    resolved_by: int | None = None
    resolution_b: int | None = None
    resolution_c: int | None = None
    customer_reopens: int = 0
    late_reopens: int = 0
    agent_reopens: int = 0
    undo: dict[str, Any] = field(default_factory=dict)


@dataclass
class Folding:
    """Facts while events come in, and what they leave beside the facts: the replies, and those that were none after all."""

    facts: Facts
    calendar: Calendar
    replies: dict[int, Spoken] = field(default_factory=dict)  # by message
    taken_back: set[int] = field(default_factory=set)  # messages

    def take(self, event: Happening) -> None:
        if step := _STEPS.get(event.kind):
            step(self, event)

    def spans(self, start: datetime, end: datetime) -> tuple[int, int]:
        """Business and calendar seconds; never less than nothing, should a clock have been set back."""
        end = max(start, end)
        return round(between(self.calendar, start, end).total_seconds()), round((end - start).total_seconds())


def contributions(facts: Facts, *, team: int, counted: bool) -> Counter[tuple[datetime, str, int, int]]:
    """What a ticket adds to the counters: (quarter of an hour, what, team, member)."""
    found: Counter[tuple[datetime, str, int, int]] = Counter()
    if counted:
        found[quarter_of(facts.created_at), "created", team, 0] += 1
        if facts.resolved_at:
            found[quarter_of(facts.resolved_at), "resolved", team, facts.resolved_by or 0] += 1
    return found


def quarter_of(moment: datetime) -> datetime:
    """The start of the quarter of an hour: in every zone there is, an hour and a day begin with one."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)


def copied(facts: Facts) -> Facts:
    return replace(facts, state_seconds=dict(facts.state_seconds), undo=dict(facts.undo))


def _received(folding: Folding, event: Happening) -> None:
    if event.data.get("auto") or event.aside:
        return
    facts, at = folding.facts, event.said_at or event.at
    facts.inbound += 1
    facts.first_inbound_at = facts.first_inbound_at or at
    facts.turn_since = facts.turn_since or at


def _replied(folding: Folding, event: Happening) -> None:
    facts = folding.facts
    if event.data.get("automatic") or event.actor == "system" or event.aside:
        facts.first_any_reply_at = facts.first_any_reply_at or event.at
        return
    message, at = event.data["message"], event.at
    was = {**_snapshot(facts, _REPLY_UNDO), "message": message, "member": event.member}
    facts.undo = {**facts.undo, "reply": was}
    facts.first_any_reply_at = facts.first_any_reply_at or at
    facts.replies += 1
    folding.taken_back.discard(message)
    is_first = facts.first_reply_at is None and facts.first_inbound_at is not None
    if is_first and facts.first_inbound_at is not None:
        facts.first_reply_at, facts.first_reply_by = at, event.member
        facts.first_reply_b, facts.first_reply_c = folding.spans(facts.first_inbound_at, at)
    since, facts.turn_since = facts.turn_since, None
    spans = folding.spans(since, at) if since else (None, None)
    folding.replies[message] = Spoken(message, event.member, at, is_first, since, *spans)


def _taken_back(folding: Folding, event: Happening) -> None:
    """A reply that was cancelled, or that did not arrive, was none. Only the last one can be either."""
    facts = folding.facts
    was = facts.undo.get("reply")
    if not was or was["message"] != event.data["message"] or was.get("gone"):
        return
    since = facts.turn_since
    _restore(facts, was, _REPLY_UNDO)
    facts.turn_since = min(filter(None, (since, facts.turn_since)), default=None)
    facts.undo = {**facts.undo, "reply": {**was, "gone": True}}
    folding.replies.pop(was["message"], None)
    folding.taken_back.add(was["message"])


def _delivery(folding: Folding, event: Happening) -> None:
    was = folding.facts.undo.get("reply", {})
    if event.data["state"] == "failed":
        _taken_back(folding, event)
    elif event.data["state"] in ("sent", "delivered") and was.get("gone") and was["message"] == event.data["message"]:
        again = replace(event, data={"message": was["message"]}, actor="member", actor_id=was["member"])
        _replied(folding, again)


def _moved(folding: Folding, event: Happening) -> None:
    facts, data = folding.facts, event.data
    if data.get("reason") == "undo" and "state" in facts.undo:
        since = facts.turn_since  # a reply taken back with it has given the turn back already
        _restore(facts, facts.undo["state"], _STATE_UNDO)
        facts.turn_since = since or facts.turn_since
        facts.undo = {name: value for name, value in facts.undo.items() if name != "state"}
        facts.state = data["state"]
        return
    facts.undo = {**facts.undo, "state": _snapshot(facts, _STATE_UNDO)}
    business, calendar = folding.spans(facts.state_since, event.at)
    before = facts.state_seconds.get(facts.state, [0, 0])
    facts.state_seconds = {**facts.state_seconds, facts.state: [before[0] + business, before[1] + calendar]}
    old, facts.state, facts.state_since = facts.state, data["state"], event.at
    if facts.state == "resolved":
        _resolved(folding, event)
    elif old == "resolved" and facts.state != "closed":
        _reopened(facts, event)


def _resolved(folding: Folding, event: Happening) -> None:
    facts = folding.facts
    business, calendar = folding.spans(facts.created_at, event.at)
    facts.resolved_at, facts.resolved_by = event.at, event.member
    facts.resolution_b, facts.resolution_c = business, calendar
    if facts.first_resolved_at is None:
        facts.first_resolved_at, facts.first_resolution_b, facts.first_resolution_c = event.at, business, calendar
    if facts.turn_since is not None:  # nothing was left to answer
        facts.turn_since = None
        facts.unanswered_turns += 1


def _reopened(facts: Facts, event: Happening) -> None:
    by_customer = event.actor == "contact" or event.data.get("reason") in ("customer_reply", "customer_disputed")
    if not by_customer:
        facts.agent_reopens += 1
    elif facts.resolved_at and event.at - facts.resolved_at <= REOPEN_WINDOW:
        facts.customer_reopens += 1
    else:
        facts.late_reopens += 1
    if by_customer and event.data.get("reason") != "customer_reply":
        facts.turn_since = facts.turn_since or event.at


def _snapshot(facts: Facts, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(facts, name) for name in names}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def _restore(facts: Facts, was: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        value = was[name]
        moment = isinstance(value, str) and (name.endswith("_at") or name.endswith("_since"))
        setattr(facts, name, datetime.fromisoformat(value) if moment else value)


_STEPS: Mapping[str, Callable[[Folding, Happening], None]] = {
    "message.received": _received,
    "reply.written": _replied,
    "reply.cancelled": _taken_back,
    "delivery.changed": _delivery,
    "ticket.state_changed": _moved,
}
KINDS = frozenset(_STEPS)
