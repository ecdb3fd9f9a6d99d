"""Saying by when a customer hears from us next, taking that back, and keeping it by an answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets import next_update
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.events.updates import NextUpdateDropped, NextUpdateSaid
from percaya.core.tickets.models import NextUpdate, Ticket
from percaya.core.tickets.policy import OPEN_STATES
from percaya.core.tickets.queries.next_updates import said_last, standing_update
from percaya.core.workspace.models import Member

FURTHEST = timedelta(days=366)
GOES_ALONG = timedelta(hours=1)  # a time said so shortly before an answer was said with it, and is still to come


@transaction.atomic
def say_next_update(
    *, ticket: Ticket, at: datetime, source: str = next_update.PERSON, member: Member | None = None, by: Actor
) -> Ticket:
    """The customer is told that time from now on; an earlier one stays on record. Raises ``Refused`` for a time that has
    passed or lies beyond a year, and for a ticket that is done."""
    ticket, now = hold(ticket.pk), timezone.now()
    if ticket.state not in OPEN_STATES or ticket.merged_into_id:
        raise Refused(_("This ticket is done, so no next update is owed. Reopen it first."))
    if not now < at <= now + FURTHEST:
        raise Refused(_("The next update has to lie ahead, within a year. Nothing was changed."))
    before = standing_update(ticket)
    if before is not None and (before.due, before.source) == (at, source):
        return ticket
    was = next_update.in_place_of(before, at, now)
    NextUpdate.objects.create(
        workspace_id=ticket.workspace_id, ticket=ticket, due_at=at, was_due_at=was, source=source, member=member, said_at=now
    )
    ticket.update_due_at = at
    commit(ticket, NextUpdateSaid, by=by, due=at, was_due=was, source=source)
    return ticket


@transaction.atomic
def drop_next_update(*, ticket: Ticket, by: Actor) -> Ticket:
    """Nothing is said any more; what the service level owes counts again."""
    ticket = hold(ticket.pk)
    if ticket.update_due_at is not None:
        was, ticket.update_due_at = ticket.update_due_at, None
        commit(ticket, NextUpdateDropped, by=by, was_due=was)
    return ticket


def keep_next_update(ticket: Ticket, now: datetime) -> None:
    """A person answers the customer: that is the update. One said within the last hour goes along with the answer ("more by
    Friday") and still stands. The caller holds and saves the ticket."""
    if ticket.update_due_at is not None:
        latest = said_last(ticket)
        if latest is None or latest.due <= now or latest.at < now - GOES_ALONG or latest.source != next_update.PERSON:
            ticket.update_due_at = None
