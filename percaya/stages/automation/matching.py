"""Whether a ticket is one that a rule means."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.condition_rows import Asking, rows
from percaya.core.tickets.queries.conditions import Group, stored
from percaya.core.workspace.calendars import is_open
from percaya.core.workspace.working import calendar_of
from percaya.stages.automation import policy
from percaya.stages.automation.deeds import Deed
from percaya.stages.automation.deeds import read as read_deeds
from percaya.stages.automation.house import House
from percaya.stages.automation.triggers import Trigger
from percaya.stages.automation.triggers import read as read_trigger


@dataclass(frozen=True)
class Body:
    """What a rule says: as it is kept, as a version kept it, or as somebody is writing it."""

    trigger: Trigger
    conditions: Any
    words: tuple[str, ...]
    deeds: tuple[Deed, ...]

    @classmethod
    def of(cls, rule: Any) -> "Body":
        """Of a ``Rule`` or anything with its columns."""
        return cls(read_trigger(rule.trigger), rule.conditions, tuple(rule.words), tuple(read_deeds(rule.actions)))

    def group(self, house: House) -> Group:
        uses_own = "field:" in str(self.conditions)
        return stored(self.conditions, house.customs if uses_own else {})


def matching(body: Body, tickets: TicketQuerySet[Ticket], house: House, now: datetime) -> TicketQuerySet[Ticket]:
    """Those of ``tickets`` that fit the conditions now; merged ones never do, spam only when it is asked for."""
    group = body.group(house)
    customs = house.customs if any(one.field.startswith("field:") for one in group.all()) else {}
    asking = Asking(now=now, zone=house.workspace.time_zone, customs=customs)
    return rows(tickets.filter(workspace_id=house.workspace.pk), group, asking)


def fits(body: Body, ticket: Ticket, message: Message | None, at: datetime) -> bool:
    """What conditions on the ticket cannot ask: the words of the message, and the hour of the event."""
    if body.words and not policy.says_any(body.words, f"{message.subject}\n{message.body_text}" if message else ""):
        return False
    if not body.trigger.hours:
        return True
    calendar = calendar_of(ticket.workspace_id, team_id=ticket.team_id).calendar
    return is_open(calendar, at) is (body.trigger.hours == "open")


def last_word(ticket_id: int) -> Message | None:
    """The customer's newest message."""
    return Message.objects.filter(ticket_id=ticket_id, direction="inbound").order_by("-id").first()
