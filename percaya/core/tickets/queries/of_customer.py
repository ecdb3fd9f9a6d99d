"""The tickets that a customer may see: their own, those they take part in, and their colleagues' where the team allows it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from percaya.core.journal.models import EventRow
from percaya.core.people.models import Contact
from percaya.core.tickets import policy
from percaya.core.tickets.actions.forwarding import ASIDE
from percaya.core.tickets.models import Delivery, Direction, Message, Participant, Ticket
from percaya.core.tickets.queries.next_updates import look_up_said
from percaya.core.tickets.queries.standing import Standing, standing

ROWS = 20


def seen_by(contact: Contact, *, organisation_id: int | None = None) -> QuerySet[Ticket]:
    """``organisation_id``: the organisation whose people's tickets are shared with this person. Spam is in nobody's list, and
    what was merged within one customer's tickets stands where it went on."""
    own = Ticket.objects.filter(contact_id=contact.pk).values("pk")
    copied = Participant.objects.filter(contact_id=contact.pk, role="cc").values("ticket_id")
    found = own.union(copied)
    if organisation_id is not None:
        found = found.union(Ticket.objects.filter(contact__organisation_id=organisation_id).values("pk"))
    rows = Ticket.objects.filter(workspace_id=contact.workspace_id, is_spam=False, pk__in=found)
    return rows.exclude(merged_into__contact_id=F("contact_id"))


def page_of(
    rows: QuerySet[Ticket], *, is_open: bool | None, before: int | None = None
) -> tuple[Sequence[tuple[Ticket, Standing]], int | None]:
    """The newest tickets (before the number ``before``) with how they stand, and the number to ask for the next with.
    Two statements at most, however many there are."""
    if is_open is not None:
        rows = rows.filter(state__in=policy.OPEN_STATES) if is_open else rows.exclude(state__in=policy.OPEN_STATES)
    if before is not None:
        rows = rows.filter(number__lt=before)
    rows = rows.select_related("workspace", "contact", "assignee", "team", "merged_into__assignee", "merged_into__team")
    listed = list(rows.annotate(_since=Subquery(_changed()), _asked=Exists(_our_last_word())).order_by("-number")[: ROWS + 1])
    look_up_said(listed)
    found = [(ticket, _stands(ticket)) for ticket in listed[:ROWS]]
    return found, listed[ROWS - 1].number if len(listed) > ROWS else None


def _stands(ticket: Ticket) -> Standing:
    facts: dict[str, object] = vars(ticket)
    since = facts["_since"]
    return standing(ticket, asked=bool(facts["_asked"]), since=since if isinstance(since, datetime) else ticket.created_at)


def _changed() -> QuerySet[EventRow, datetime]:
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=OuterRef("pk"), kind="ticket.state_changed")
    return rows.order_by("-seq").values_list("at", flat=True)[:1]


def _our_last_word() -> QuerySet[Message]:
    """Our last public word, where none of the customer's came after it."""
    public = Q(auto="") & ~Q(direction=Direction.NOTE) & ~Q(fields__has_key=ASIDE)
    later = Message.objects.filter(public, ticket_id=OuterRef("ticket_id"), direction=Direction.INBOUND, pk__gt=OuterRef("pk"))
    ours = Message.objects.filter(public, ticket_id=OuterRef("pk"), direction=Direction.OUTBOUND)
    return ours.exclude(delivery_state__in=(Delivery.HELD, Delivery.CANCELLED)).filter(~Exists(later))
