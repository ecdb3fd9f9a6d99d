"""What is done to a message from outside after it was said: changed, taken back, reacted to. None of it is a new message: it
starts no clock, wakes no ticket and opens none.

Vendors tell such things late, twice and in any order: what is older than what stands here changes nothing.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from percaya.core.journal.actor import Actor
from percaya.core.tickets import policy
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.events import MessageDeleted, MessageEdited, MessageReacted
from percaya.core.tickets.models import Attachment, Message, Ticket

MOST_EDITS = 50  # that are kept of one message
DELETED = "deleted"  # in a message's fields: when it was taken back; also the note of its files


@transaction.atomic
def edit_message(*, message: Message, text: str, at: datetime | None = None, by: Actor) -> bool:
    """It reads ``text`` now; what stood there before is kept beside it (``fields["edited"]``). ``False``: nothing to change."""
    ticket, message = _held(message)
    edits = list(message.fields.get("edited", []))
    if DELETED in message.fields or text == message.body_text or _is_older(at, edits):
        return False
    edits.append({"text": message.body_text, "at": _when(at)})
    message.fields = {**message.fields, "edited": edits[-MOST_EDITS:]}
    _show(ticket, message, text)
    message.body_text, message.body_html = text, ""
    message.save(update_fields=["fields", "body_text", "body_html"])
    commit(ticket, MessageEdited, by=by, message=message.pk)
    return True


@transaction.atomic
def delete_message(*, message: Message, at: datetime | None = None, by: Actor) -> bool:
    """Its writer took it back: its words, what stood there before, what else it carried and its files are gone for everybody;
    that something was here stays to be seen (``fields["deleted"]``). ``False``: it was gone already."""
    ticket, message = _held(message)
    if DELETED in message.fields:
        return False
    _show(ticket, message, "")
    kept = {key: message.fields[key] for key in ("said_at", "conversation", "undo", "echo") if key in message.fields}
    message.fields = {**kept, DELETED: _when(at)}
    message.body_text = message.body_html = message.quoted_text = message.signature = message.raw_sha = ""
    message.remote_images = 0
    message.save(update_fields=["fields", "body_text", "body_html", "quoted_text", "signature", "raw_sha", "remote_images"])
    Attachment.objects.filter(message=message).update(sha256="", size=0, name="", note=DELETED, details={})
    commit(ticket, MessageDeleted, by=by, message=message.pk)
    return True


@transaction.atomic
def react_to_message(
    *,
    message: Message,
    emoji: str,
    who: str,
    name: str = "",
    contact_id: int | None = None,
    at: datetime | None = None,
    by: Actor,
) -> bool:
    """An emoji on it, or none any more (""). ``who``: "contact", or "elsewhere" for one of ours in another app. Each has one at a
    time. ``False``: it stood there already, or something newer does."""
    ticket, message = _held(message)
    all_of = list(message.fields.get("reactions", []))
    mine = [one for one in all_of if one.get("by") == who and one.get("contact") == contact_id]
    said = mine[-1]["emoji"] if mine else ""
    if DELETED in message.fields or said == emoji[:16] or _is_older(at, mine):
        return False
    rest = [one for one in all_of if one not in mine]
    new: dict[str, Any] = {"emoji": emoji[:16], "by": who, "name": name[:160], "at": _when(at)}
    if contact_id is not None:
        new["contact"] = contact_id
    message.fields = {**message.fields, "reactions": [*rest, new] if emoji else rest}
    message.save(update_fields=["fields"])
    commit(ticket, MessageReacted, by=by, message=message.pk, emoji=emoji[:16])
    return True


def _held(message: Message) -> tuple[Ticket, Message]:
    ticket = hold(message.ticket_id)
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message.pk)
    if message.ticket_id != ticket.pk:  # a merge or a split was quicker
        ticket = hold(message.ticket_id)
    return ticket, message


def _is_older(at: datetime | None, done: list[dict[str, Any]]) -> bool:
    last = parse_datetime(str(done[-1].get("at") or "")) if done else None
    return at is not None and last is not None and at < last


def _when(at: datetime | None) -> str:
    return (at or timezone.now()).isoformat()


def _show(ticket: Ticket, message: Message, text: str) -> None:
    """The row in the lists shows the last words: where these are they, it shows what they are now."""
    if message.body_text and ticket.preview == policy.preview(message.body_text):
        ticket.preview = policy.preview(text)
