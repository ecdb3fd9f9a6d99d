"""From the journal to the members: a follower that decides, event by event, who should hear of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.models import Message, Ticket, TicketFollower
from percaya.stages.notices.actions.noting import News, clear_by_deed, note

Heard = Iterable[tuple[int | None, str]]  # (member, kind)


@dataclass
class Around:
    """What the events of a batch concern, asked for in three statements whatever their number."""

    tickets: Mapping[int, Ticket]
    followers: Mapping[int, list[int]] = field(default_factory=dict)
    authors: Mapping[int, int | None] = field(default_factory=dict)  # message -> the member who wrote it

    @classmethod
    def of(cls, rows: Sequence[EventRow], said: Mapping[int, dict[str, Any]]) -> "Around":
        ids = {row.stream_id for row in rows}
        tickets = Ticket.objects.only("assignee_id", "workspace_id", "is_spam", "team_id").in_bulk(ids)
        followers: dict[int, list[int]] = {}
        for ticket_id, member_id in TicketFollower.objects.filter(ticket_id__in=ids).values_list("ticket_id", "member_id"):
            followers.setdefault(ticket_id, []).append(member_id)
        failed = [said[row.pk]["message"] for row in rows if row.kind == "delivery.changed"]
        authors = dict(Message.objects.filter(pk__in=failed).values_list("pk", "member_id")) if failed else {}
        return cls(tickets, followers, authors)


def tell(rows: Sequence[EventRow]) -> None:
    """Note what a batch of events means to members; clear what they have dealt with by acting. Seeing a batch twice
    notes nothing twice: a notice knows the event it came from."""
    heard = [row for row in rows if row.stream_type == "ticket" and row.kind in _HEARD]
    clear_by_deed([row for row in rows if row.stream_type == "ticket" and row.actor_kind == "member"])
    if not heard:
        return
    said = {row.pk: facts(row) for row in heard}
    around = Around.of(heard, said)
    news: list[News] = []
    for row in heard:
        ticket = around.tickets.get(row.stream_id)
        if ticket is None or ticket.is_spam:
            continue
        own = row.actor_id if row.actor_kind == "member" else None
        told: set[int] = set()
        for member_id, kind in _HEARD[row.kind](row, ticket, said[row.pk], around):
            if member_id is not None and member_id != own and member_id not in told:
                told.add(member_id)
                news.append(News(member_id, ticket.pk, kind, row))
    note(news)


def _assigned(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(said["assignee"], "assigned")]


def _received(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    if said.get("auto") or said.get("first"):  # who is given a new ticket hears of that
        return []
    return [(ticket.assignee_id, "reply"), *((one, "followed") for one in around.followers.get(ticket.pk, ()))]


def _noted(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(ticket.assignee_id, "noted"), *((one, "followed") for one in around.followers.get(ticket.pk, ()))]


def _answered(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [] if said.get("automatic") else [(one, "followed") for one in around.followers.get(ticket.pk, ())]


def _mentioned(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(member, "mentioned") for member in said["members"]]


def _woken(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(ticket.assignee_id, "reminded")] if said.get("reason") == "timer" else []


def _delivered(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(around.authors.get(said["message"]), "failed")] if said.get("state") == "failed" else []


def _promise_late(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(said.get("owner"), "promise_late")]


def _promise_near(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(said.get("owner"), "promise_near")]


def _promise_unseen(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(member, "promise_unseen") for member in said["members"]]


def _draft_shared(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(ticket.assignee_id, "draft_help"), *((one, "draft_help") for one in around.followers.get(ticket.pk, ()))]


def _asked(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(member, "rule") for member in said["members"]]


def _escalated(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(member, "escalated") for member in (said.get("owner"), *said.get("members", ()))]


def _update_due(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(said.get("owner"), "escalation_due")]


def _update_near(row: EventRow, ticket: Ticket, said: dict[str, Any], around: Around) -> Heard:
    return [(member, "update_near") for member in said["members"]]


_HEARD: Mapping[str, Callable[[EventRow, Ticket, dict[str, Any], Around], Heard]] = {
    "ticket.assigned": _assigned,
    "message.received": _received,
    "note.added": _noted,
    "reply.written": _answered,
    "ticket.mentioned": _mentioned,
    "ticket.woken": _woken,
    "delivery.changed": _delivered,
    "promise.late": _promise_late,
    "promise.near": _promise_near,
    "promise.out_of_sight": _promise_unseen,
    "draft.shared": _draft_shared,
    "notice.asked": _asked,
    "escalation.raised": _escalated,
    "escalation.stepped": _escalated,
    "escalation.update_due": _update_due,
    "ticket.next_update_near": _update_near,
}
