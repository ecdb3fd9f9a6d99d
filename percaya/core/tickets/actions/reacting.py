"""An emoji of ours on a message: it goes out as a message that answers nothing, and shows on the one it belongs to."""

from typing import Any

from django.utils import timezone

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import commit
from percaya.core.tickets.actions.outbox import Reply, put
from percaya.core.tickets.events import MessageReacted, ReplyWritten
from percaya.core.tickets.models import Delivery, Message, Ticket
from percaya.core.workspace.models import Member

REACTION = "reaction"  # what the message's ``auto`` says: nobody's words, so it is no answer


def put_reaction(ticket: Ticket, reply: Reply, *, member: Member | None, by: Actor) -> Message:
    """Into the outbox and onto the message that ``reply.out`` names; an empty emoji takes ours away. The ticket is held by the
    caller, and the parts are sound. The customer goes on waiting."""
    now = timezone.now()
    message = put(
        ticket, reply, member=member, by=by, auto=REACTION,
        delivery_state=Delivery.QUEUED, delivery_at=now, send_after=now, created_at=now,
    )  # fmt: skip
    target = Message.objects.get(pk=public_ids.decode("message", str(reply.out["quotes"])) or 0)
    target.fields = {**target.fields, "reactions": _with_ours(target, str(reply.out["reaction"]), message)}
    target.save(update_fields=["fields"])
    commit(ticket, ReplyWritten, by=by, message=message.pk, send_after=now, automatic=True, to_customer=False)
    commit(ticket, MessageReacted, by=by, message=target.pk, emoji=str(reply.out["reaction"]))
    return message


def _with_ours(target: Message, emoji: str, message: Message) -> list[dict[str, Any]]:
    """One of ours at a time: the business speaks with one voice on every channel."""
    others = [one for one in target.fields.get("reactions", []) if one.get("by") == "contact"]
    ours = {"emoji": emoji, "by": "member", "name": message.author_name, "at": message.created_at.isoformat()}
    return [*others, ours] if emoji else others
