"""The dry run: which of the last tickets a rule would mean, and what it would do there. Nothing is changed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.models import Workspace
from percaya.stages.automation.house import House
from percaya.stages.automation.matching import Body, fits, matching
from percaya.stages.automation.planning import Effect, plan

LAST = 500  # tickets looked at
SHOWN = 20


@dataclass(frozen=True)
class Tried:
    """``sample``: tickets with what would be done there, the newest first; ``changes``: deed -> on how many tickets;
    ``customers``: how many would get a message."""

    looked_at: int
    matched: int
    changed: int
    sample: Sequence[tuple[Ticket, list[Effect]]]
    changes: dict[str, int]
    troubles: dict[str, int]
    customers: int


def try_out(workspace: Workspace, wish: Any) -> Tried:
    """``wish`` has a rule's columns. Each ticket is taken as it stands now, set off by its customer's last message."""
    body, house, now = Body.of(wish), House(workspace), timezone.now()
    last = list(Ticket.objects.filter(workspace=workspace).order_by("-id").values_list("pk", flat=True)[:LAST])
    found = matching(body, Ticket.objects.filter(pk__in=last), house, now)
    tickets = list(found.select_related("workspace", "contact", "account").order_by("-id"))
    words = _last_words([ticket.pk for ticket in tickets])
    planned = [
        (ticket, plan(body.deeds, ticket, house, words.get(ticket.pk)))
        for ticket in tickets
        if fits(body, ticket, words.get(ticket.pk), _set_off_at(ticket, words.get(ticket.pk)))
    ]
    return _summed(len(last), planned)


def _summed(looked_at: int, planned: Sequence[tuple[Ticket, list[Effect]]]) -> Tried:
    worked = [[each.do for each in done if not each.trouble] for _ticket, done in planned]
    troubles = Counter(trouble for _ticket, done in planned for trouble in {each.trouble for each in done if each.trouble})
    return Tried(
        looked_at, len(planned), sum(1 for each in worked if each), list(planned[:SHOWN]),
        dict(Counter(do for each in worked for do in set(each))), dict(troubles),
        sum(1 for each in worked if {"reply", "survey"} & set(each)),
    )  # fmt: skip


def _last_words(ticket_ids: Sequence[int]) -> dict[int, Message]:
    """The customer's newest message of each ticket, in one statement."""
    rows = Message.objects.filter(ticket_id__in=ticket_ids, direction="inbound").order_by("id")
    return {row.ticket_id: row for row in rows.only("ticket_id", "subject", "body_text", "auto", "created_at")}


def _set_off_at(ticket: Ticket, message: Message | None) -> Any:
    return message.created_at if message else ticket.created_at
