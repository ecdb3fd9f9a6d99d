"""A telephone call, written down by whoever spoke: a note that says who called whom, when and for how long. It goes into a
ticket or opens one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact
from percaya.core.tickets.actions.assigning import assign
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.replying import add_note
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.naming import name_from
from percaya.core.workspace.models import Member

CALL = "call"  # in a note's fields
CHANNEL = "phone"  # of tickets that begin with a call
DIRECTIONS = ("in", "out")
OUTCOMES = ("settled", "follow_up", "unreached")
MOST_MINUTES = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Call:
    """``number``: the other side's, as it is kept. ``at``: when it began (aware)."""

    direction: str
    number: str
    at: datetime
    minutes: int = 0
    outcome: str = "settled"
    said: str = ""

    def data(self) -> dict[str, Any]:
        """What the note keeps beside its words."""
        return {"direction": self.direction, "number": self.number, "at": self.at.isoformat(), "minutes": self.minutes,
                "outcome": self.outcome}  # fmt: skip


@transaction.atomic
def log_call(*, ticket: Ticket, call: Call, member: Member | None, by: Actor) -> Message:
    """Write it down in the ticket. Raises ``Refused`` for a call that is yet to come, or of which nothing is said though
    somebody answered."""
    if call.direction not in DIRECTIONS or call.outcome not in OUTCOMES or not 0 <= call.minutes <= MOST_MINUTES:
        raise Refused(_("This call does not make sense. Nothing was saved; check how it went and how long it took."))
    if call.at > timezone.now():
        raise Refused(_("That time is yet to come. Nothing was saved; enter when the call was."))
    said = call.said.strip() or (_("Nobody answered.") if call.outcome == "unreached" else "")
    if not said:
        raise Refused(_("What was said? A sentence is enough."))
    note = add_note(ticket=ticket, text=said, member=member, by=by)
    note.fields = {**note.fields, CALL: call.data()}
    note.save(update_fields=["fields"])
    return note


@transaction.atomic
def open_with_call(
    *, contact: Contact, address: tuple[str, str], call: Call, subject: str = "", member: Member, by: Actor
) -> Message:
    """A ticket of its own for a call, held by whoever spoke; ``address`` is (kind, value) of whom they spoke with. Raises
    what ``log_call`` raises, and then there is no ticket either."""
    ticket = open_ticket(
        workspace_id=contact.workspace_id,
        contact=contact,
        subject=subject or name_from(call.said) or _("Telephone call"),
        channel=CHANNEL,
        language=contact.language or member.workspace.language,
        address=address,
        by=by,
    )
    return log_call(ticket=assign(ticket=ticket, to=member, by=by), call=call, member=member, by=by)
