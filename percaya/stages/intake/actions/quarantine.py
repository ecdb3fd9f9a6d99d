"""Putting right what could not be read: read it again, take it by hand, or let it go (the raw bytes stay)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import enqueue
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.receiving import Incoming, receive_message
from percaya.core.tickets.models import Ticket
from percaya.stages.intake.actions.processing import process
from percaya.stages.intake.aftermath import UNKNOWN
from percaya.stages.intake.events import ArrivalProcessed, ArrivalReplayed
from percaya.stages.intake.models import Arrival, ArrivalState

MOST = 500  # that are followed again


def replay(*, arrival: Arrival, by: Actor) -> Arrival:
    """Read it once more, now (after a fix, or when the trouble has passed)."""
    with transaction.atomic():
        held = Arrival.objects.select_for_update(of=("self",), no_key=True).get(pk=arrival.pk)
        if held.state not in (ArrivalState.QUARANTINED, ArrivalState.IGNORED):
            raise ValidationError(_("This one has been read already. Nothing was changed."))
        held.state, held.reason, held.detail = ArrivalState.ACCEPTED, "", ""
        held.save()
        record(ArrivalReplayed(workspace_id=held.workspace_id, arrival=held.pk), by=by)
    read = process(arrival_id=arrival.pk)
    _follow_again(read)
    return read


def _follow_again(arrival: Arrival) -> None:
    """What spoke of it while nobody could read it was given up: words that were taken back meanwhile are taken back now."""
    since = Arrival.objects.filter(account_id=arrival.account_id, reason=UNKNOWN, received_at__gte=arrival.received_at)
    for pk in since.order_by("pk").values_list("pk", flat=True)[:MOST]:
        args = {"arrival_id": pk, "whole": True}
        enqueue("intake.follow_up", args=args, unique_key=f"intake-follow:{pk}", workspace_id=arrival.workspace_id)


@transaction.atomic
def take_by_hand(*, arrival: Arrival, sender: str, name: str, subject: str, text: str, by: Actor) -> Ticket:
    """Make the ticket from what a person can make out of the raw source, which stays attached to the message."""
    held = Arrival.objects.select_for_update(of=("self",), no_key=True).get(pk=arrival.pk)
    if held.state != ArrivalState.QUARANTINED:
        raise ValidationError(_("This one has been read already. Nothing was changed."))
    if not text.strip():
        raise ValidationError(_("Write down what the message says."))
    contact, handle = resolve_contact(workspace_id=held.workspace_id, kind="email", value=sender, name=name, by=by)
    ticket = open_ticket(
        workspace_id=held.workspace_id,
        contact=contact,
        subject=subject,
        channel=held.channel,
        account_id=held.account_id,
        address=(handle.kind, handle.value),
        by=by,
    )
    incoming = Incoming(
        contact_id=contact.pk,
        author_name=name or contact.name or handle.value,
        address=(handle.kind, handle.value),
        channel=held.channel,
        account_id=held.account_id,
        subject=subject,
        text=text,
        raw_sha=held.sha256,
        flags=["by-hand"],
        at=held.received_at,
    )
    held.message = receive_message(ticket=ticket, incoming=incoming, by=Actor.contact(contact.pk))
    held.ticket = ticket
    _settle(held, ArrivalState.PROCESSED, "by-hand", by)
    return ticket


@transaction.atomic
def drop(*, arrival: Arrival, by: Actor) -> None:
    """Take it off the quarantine list. The raw bytes are kept."""
    held = Arrival.objects.select_for_update(of=("self",), no_key=True).get(pk=arrival.pk)
    if held.state == ArrivalState.QUARANTINED:
        _settle(held, ArrivalState.IGNORED, "dropped", by)


def _settle(held: Arrival, state: str, reason: str, by: Actor) -> None:
    held.state, held.reason, held.processed_at = state, reason, timezone.now()
    held.save()
    event = ArrivalProcessed(
        workspace_id=held.workspace_id, arrival=held.pk, state=state, ticket=held.ticket_id, message=held.message_id
    )
    record(event, by=by)
