"""Asking somebody else: a message that leaves the ticket for a third party, beside the talk with the customer."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.drafts import forget_draft
from percaya.core.tickets.actions.outbox import Reply, put
from percaya.core.tickets.events import MessageForwarded, ParticipantAdded
from percaya.core.tickets.models import Delivery, Message, Participant, Ticket
from percaya.core.workspace.models import Member

ASIDE = "aside"  # in Message.fields: not part of the talk with the customer, who never sees it


@transaction.atomic
def write_forward(
    *, ticket: Ticket, forward: Reply, channel: str, account_id: int | None, subject: str, member: Member | None, by: Actor
) -> Message:
    """Send words of the ticket to ``forward.to``, who take part as third parties from now on: what they answer comes into the
    ticket and stays between them and us. The customer goes on waiting. Raises ``Refused``; sending it twice sends it once."""
    ticket = hold(ticket.pk)
    if forward.send_key and (sent := Message.objects.filter(ticket=ticket, send_key=forward.send_key).first()):
        return sent
    _check(ticket, forward)
    now = timezone.now()
    message = put(
        ticket, forward, member=member, by=by, kind="forward", fields={ASIDE: True}, channel=channel, account_id=account_id,
        subject=subject[:250], delivery_state=Delivery.HELD if forward.hold_seconds else Delivery.QUEUED, delivery_at=now,
        send_after=now + timedelta(seconds=forward.hold_seconds), created_at=now,
    )  # fmt: skip
    commit(ticket, MessageForwarded, by=by, message=message.pk, send_after=message.send_after)
    _invite(ticket, forward, by)
    if member is not None:
        forget_draft(ticket=ticket, member=member, kind="forward")
    return message


def is_aside(ticket: Ticket, kind: str, value: str) -> bool:
    """Words of that sender belong beside the talk: we asked them as a third party."""
    third = Participant.objects.filter(ticket=ticket, kind=kind, value=value, role="third_party")
    if not third.exists():
        return False
    asked = Message.objects.filter(ticket=ticket, direction="outbound", fields__has_key=ASIDE).values_list("addressed", flat=True)
    return any(value == one["value"] for addressed in asked for one in addressed.get("to", []) + addressed.get("cc", []))


def _check(ticket: Ticket, forward: Reply) -> None:
    if ticket.merged_into_id:
        raise Refused(_("This ticket was merged into another. Nothing was sent; forward it there."))
    if not forward.to:
        raise Refused(_("To whom? Enter at least one e-mail address. Nothing was sent; your text is safe."))
    if not forward.text.strip() and not forward.files and not forward.draft_files:
        raise Refused(_("There is nothing to forward yet. Write something first."))
    mine = Participant.objects.filter(ticket=ticket, role="requester").values_list("value", flat=True)
    if {value for _kind, value, _name in forward.to} & set(mine):
        raise Refused(_("That is the customer's own address. Use Reply for the customer. Nothing was sent; your text is safe."))


def _invite(ticket: Ticket, forward: Reply, by: Actor) -> None:
    known = set(Participant.objects.filter(ticket=ticket).values_list("kind", "value"))
    people = [*forward.to, *(("email", value, "") for value in forward.cc)]
    for kind, value, name in people:
        if (kind, value) in known:
            continue
        known.add((kind, value))
        made = Participant.objects.create(
            workspace_id=ticket.workspace_id, ticket=ticket, kind=kind, value=value[:254], name=name[:160], role="third_party"
        )
        commit(ticket, ParticipantAdded, by=by, participant=made.pk, role="third_party")
