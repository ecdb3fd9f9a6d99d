"""Replies that leave later. Until then the customer has no answer, so they go on waiting; a customer who writes in between
holds the reply back until a person has looked at it again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.journal.jobs import task
from percaya.core.tickets import policy
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.outbox import ELSEWHERE, Reply, answered, follow_through, moment, put
from percaya.core.tickets.events import (
    ReplyHeldBack,
    ReplyRescheduled,
    ReplyScheduled,
    ReplyStepsDue,
    ReplyStepsLeft,
    ReplyWritten,
)
from percaya.core.tickets.models import Delivery, Message, Ticket
from percaya.core.workspace.models import Member


def schedule(ticket: Ticket, reply: Reply, *, member: Member | None, by: Actor) -> Message:
    """Put the reply on the thread as one to come. The ticket is held by the caller. Raises ``Refused``."""
    at = _later(reply.send_at)
    message = put(
        ticket, reply, member=member, by=by, fields={"scheduled": {"then": reply.then, "deeds": list(reply.deeds)}},
        delivery_state=Delivery.HELD, delivery_at=timezone.now(), send_after=at, created_at=timezone.now(),
    )  # fmt: skip
    commit(ticket, ReplyScheduled, by=by, message=message.pk, until=at)
    _ring(message, at)
    return message


@transaction.atomic
def reschedule(*, message: Message, at: datetime, by: Actor) -> bool:
    """Another time for it, on a person's word who has seen what came in. ``False`` when it has left or was taken back."""
    at = _later(at)
    ticket, message = hold(message.ticket_id), _locked(message.pk)
    if not is_scheduled(message):
        return False
    message.fields = {**message.fields, "scheduled": {**message.fields["scheduled"], "seen_at": timezone.now().isoformat()}}
    message.send_after = at
    message.save(update_fields=["fields", "send_after"])
    commit(ticket, ReplyRescheduled, by=by, message=message.pk, until=at)
    _ring(message, at)
    return True


@transaction.atomic
def send_now(*, message: Message, by: Actor) -> bool:
    """Do not wait any longer. ``False`` when it has left or was taken back; raises ``Refused`` on a closed ticket."""
    ticket, message = hold(message.ticket_id), _locked(message.pk)
    if not is_scheduled(message):
        return False
    if why := closed_to_words(ticket):
        raise Refused(why)
    cancel_alarm(_key(message))
    _release(ticket, message, by)
    return True


@task("tickets.release_reply")
def release_reply(*, message_id: int, at: str) -> None:
    """The alarm rang. What was moved, taken back or needs another look does not leave."""
    with transaction.atomic():
        message = Message.objects.filter(pk=message_id).first()
        if message is None:
            return
        ticket, message = hold(message.ticket_id), _locked(message.pk)
        if not is_scheduled(message) or message.send_after is None or message.send_after.isoformat() > at:
            return
        if needs_a_look(message, ticket) or closed_to_words(ticket):
            commit(ticket, ReplyHeldBack, by=Actor.system(), message=message.pk, member=message.member_id)
            return
        by = Actor.member(message.member_id) if message.member_id else Actor.system()
        _release(ticket, message, by)


@transaction.atomic
def leave_steps(*, message: Message, what: Sequence[str], reason: str) -> None:
    """Say in the story which steps of a macro were not done with the reply that left. ``reason``: spoken or refused."""
    commit(hold(message.ticket_id), ReplyStepsLeft, by=Actor.system(), message=message.pk, what=tuple(what), reason=reason)


def is_scheduled(message: Message) -> bool:
    return message.delivery_state == Delivery.HELD and "scheduled" in message.fields


def needs_a_look(message: Message, ticket: Ticket) -> bool:
    """The customer wrote after the reply was written, and nobody has said since that it is still right."""
    return policy.is_overtaken(
        written_at=message.created_at, seen_at=message.fields["scheduled"].get("seen_at", ""), spoken_at=ticket.last_inbound_at
    )


def closed_to_words(ticket: Ticket) -> str:
    """Why nothing can be said here any more; "" when it can."""
    if ticket.state == "closed":
        return _("This ticket is closed. Nothing was sent; open a follow-up ticket to write again.")
    if ticket.merged_into_id:
        return _("This ticket was merged into another. Nothing was sent; reply there.")
    return ""


def forget_schedule(message: Message) -> None:
    cancel_alarm(_key(message))


def _release(ticket: Ticket, message: Message, by: Actor) -> None:
    now = timezone.now()
    waited = message.fields["scheduled"]
    deeds, overtaken = waited.get("deeds", []), needs_a_look(message, ticket)
    kept = {name: value for name, value in message.fields.items() if name != "scheduled"}
    message.fields = {**kept, "undo": moment(ticket), **({"deeds": deeds} if deeds else {})}
    message.delivery_state, message.delivery_at = Delivery.QUEUED, now
    message.send_after = message.created_at = now
    message.save(update_fields=["fields", "delivery_state", "delivery_at", "send_after", "created_at"])
    answered(ticket, message, now)
    commit(ticket, ReplyWritten, by=by, message=message.pk, send_after=now, to_customer=ELSEWHERE not in message.fields)
    follow_through(ticket, waited.get("then", ""), by)
    if deeds:  # last: the steps change the ticket by verbs of their own
        commit(ticket, ReplyStepsDue, by=by, message=message.pk, overtaken=overtaken)


def _later(at: datetime | None) -> datetime:
    if at is None or at <= timezone.now():
        raise Refused(_("That time has passed. Choose a later one."))
    return at


def _locked(message_id: int) -> Message:
    return Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message_id)


def _ring(message: Message, at: datetime) -> None:
    set_alarm(
        "tickets.release_reply",
        key=_key(message),
        due_at=at,
        args={"message_id": message.pk, "at": at.isoformat()},
        order_key=f"ticket:{message.ticket_id}",
        workspace_id=message.workspace_id,
    )


def _key(message: Message) -> str:
    return f"release:{message.pk}"
