"""What one of ours wrote elsewhere, and our own sendings that come back."""

from datetime import timedelta

from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import RetryIn
from percaya.core.people.models import Contact, Handle
from percaya.core.tickets.actions.deliveries import mark_delivery, name_outgoing, tell_part
from percaya.core.tickets.actions.echoing import Echo, keep_echo
from percaya.core.tickets.models import Delivery, Direction, Message, Ticket
from percaya.stages.intake import finding
from percaya.stages.intake.incoming import Ready, fields_of
from percaya.stages.intake.models import Arrival

_UNDERWAY = (Delivery.QUEUED, Delivery.UNKNOWN)
_PATIENCE = timedelta(minutes=2)  # that a sending of ours may take until we know the vendor's id of it


def own_sending(arrival: Arrival, ready: Ready) -> Message | None:
    """The message of ours that an echo merely repeats: by our token or the vendor's id. Raises ``RetryIn`` while a message of the
    same words is on its way and the vendor's id of it not known yet: the echo may be quicker than the answer."""
    said = ready.message
    known = finding.by_token(arrival, said.echo_token) or finding.ours(arrival, said.external_id)
    known = known or finding.part_of_ours(arrival, said.external_id)
    if known is not None:
        if known.delivery_state == Delivery.UNKNOWN:
            told = {"step": said.echo_step, "external_id": said.external_id, "state": "sent"}
            tell_part(message=known, **told, by=Actor.system())
        elif said.echo_token and not said.echo_step and said.external_id and known.external_id != said.external_id[:250]:
            name_outgoing(message=known, external_id=said.external_id)
        return known
    rows = Message.objects.filter(
        account_id=arrival.account_id, direction=Direction.OUTBOUND, delivery_state__in=_UNDERWAY,
        ticket__contact__handles__value=said.sender.value, body_text=said.text,
    )  # fmt: skip
    same = rows.select_related("ticket").order_by("pk").first()
    if same is None:
        return None
    if same.delivery_state == Delivery.UNKNOWN:  # that answer never came; this is the proof that it left
        mark_delivery(message=same, state="sent", external_id=said.external_id, by=Actor.system())
        return same
    if timezone.now() - arrival.received_at < _PATIENCE:
        raise RetryIn(12.0, "a message with these words is on its way")
    return None


def take_echo(arrival: Arrival, ready: Ready, ticket: Ticket, contact: Contact, handle: Handle) -> Message:
    """As an answer in the ticket."""
    said = ready.message
    echo = Echo(
        text=said.text,
        external_id=said.external_id,
        channel=arrival.channel,
        account_id=arrival.account_id or 0,
        to=(handle.kind, handle.value, contact.name),
        author_name=arrival.account.name if arrival.account else "",
        files=ready.files,
        fields=fields_of(arrival, ready),
        raw_sha=arrival.sha256 if ready.alone else "",
        at=said.sent_at or arrival.received_at,
    )
    return keep_echo(ticket=ticket, echo=echo)
