"""By when the customer of a ticket hears from us next."""

from collections.abc import Iterable

from django.utils import timezone

from percaya.core.tickets import next_update
from percaya.core.tickets.models import NextUpdate, Ticket
from percaya.core.tickets.policy import OPEN_STATES, WAITING_CUSTOMER

_KEPT = "_said_last"  # on a ticket of a list


def said_last(ticket: Ticket) -> next_update.Said | None:
    """What was said last, while it stands; a ticket of which nothing was said costs no statement."""
    if ticket.update_due_at is None:
        return None
    if _KEPT in vars(ticket):
        return _said(vars(ticket)[_KEPT])
    row = NextUpdate.objects.filter(ticket_id=ticket.pk).order_by("-pk").first()
    return _said(row)


def look_up_said(tickets: Iterable[Ticket]) -> None:
    """What was said last of each, for a list: one statement, and ``said_last`` asks no more."""
    wanted = {ticket.pk: ticket for ticket in tickets if ticket.update_due_at is not None}
    latest = {row.ticket_id: row for row in NextUpdate.objects.filter(ticket_id__in=wanted).order_by("pk")} if wanted else {}
    for pk, ticket in wanted.items():
        vars(ticket)[_KEPT] = latest.get(pk)


def _said(row: NextUpdate | None) -> next_update.Said | None:
    return next_update.Said(row.due_at, row.source, row.was_due_at, row.said_at) if row else None


def standing_update(ticket: Ticket) -> next_update.NextUpdate | None:
    """By when its customer hears from us, from whatever source; ``None`` when nothing is owed. A promise that is late speaks
    for itself; and while we wait for the customer nothing of ours is late."""
    if ticket.state not in OPEN_STATES or ticket.is_spam or ticket.merged_into_id:
        return None
    now = timezone.now()
    clock = ticket.due_at if ticket.due_kind != "resolution" else None
    promise = ticket.promise_due_at if ticket.promise_due_at and ticket.promise_due_at > now else None
    found = next_update.stands(said=said_last(ticket), promise=promise, clock=clock)
    return None if found and found.late(now) and ticket.state == WAITING_CUSTOMER else found


def said_before(ticket: Ticket) -> list[NextUpdate]:
    """All that was said of it, the latest first, each with who said it; twenty at most."""
    rows = NextUpdate.objects.filter(ticket_id=ticket.pk).select_related("member")
    return list(rows.order_by("-pk")[:20])
