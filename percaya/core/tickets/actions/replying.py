"""Answering a customer, taking an answer back, and notes among colleagues."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.prepared import Prepared
from percaya.core.tickets import policy
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.drafts import draft_files, forget_draft, forget_filling, restore_draft, take_files
from percaya.core.tickets.actions.files import StoredFile, attach
from percaya.core.tickets.actions.forwarding import ASIDE
from percaya.core.tickets.actions.mentioning import mention
from percaya.core.tickets.actions.outbox import Reply, answered, follow_through, moment, put
from percaya.core.tickets.actions.parts import parts_of
from percaya.core.tickets.actions.reacting import put_reaction
from percaya.core.tickets.actions.readiness import require_ready
from percaya.core.tickets.actions.scheduling import closed_to_words, forget_schedule, is_scheduled, schedule
from percaya.core.tickets.events import NoteAdded, ReplyCancelled, ReplyWritten, StateChanged
from percaya.core.tickets.models import Delivery, Direction, Message, Ticket
from percaya.core.workspace.models import Member
from percaya.core.written import insert

__all__ = ["Collision", "Reply", "add_note", "cancel_reply", "write_reply"]
_SPOKEN = ("message.received", "reply.written", "note.added")
_sent: Prepared[Message] = Prepared(
    lambda ticket_id, send_key: Message.objects.filter(ticket_id=ticket_id, send_key=send_key).order_by("pk")[:1],
    ticket_id=int,
    send_key=str,
)


class Collision(Exception):
    """Somebody else wrote while this was being written: the messages that came in between, oldest first."""

    def __init__(self, messages: Sequence[Message], version: int) -> None:
        super().__init__(_("Someone wrote here while you were writing."))
        self.messages = messages
        self.version = version


@transaction.atomic
def write_reply(*, ticket: Ticket, reply: Reply, member: Member | None, by: Actor, automatic: bool = False) -> Message:
    """Put a reply into the outbox, in one transaction with what it does to the ticket. Returns the message, the
    earlier one when ``send_key`` was used before. Raises ``Collision`` or ``Refused``."""
    ticket = hold(ticket.pk)
    if reply.send_key and (sent := _sent.ask(ticket_id=ticket.pk, send_key=reply.send_key)):
        return sent[0]
    _check(ticket, reply, member)
    reply = replace(reply, out=_parts(ticket, reply, member))
    if "reaction" in reply.out:
        return put_reaction(ticket, reply, member=member, by=by)
    if reply.then == "resolve":
        require_ready(ticket, by)
    if reply.send_at is not None:
        message = schedule(ticket, reply, member=member, by=by)
    else:
        message = _send(ticket, reply, member, by, automatic)
    if member is not None and "template" in reply.out:  # which says nothing of what else is being written, nor does a place
        forget_filling(ticket=ticket, member=member)
    elif member is not None and "location" not in reply.out:
        forget_draft(ticket=ticket, member=member, kind="reply")
    return message


def _send(ticket: Ticket, reply: Reply, member: Member | None, by: Actor, automatic: bool) -> Message:
    now = timezone.now()
    message = put(
        ticket, reply, member=member, by=by, auto="auto-reply" if automatic else "",
        fields={} if automatic else {"undo": moment(ticket)},
        delivery_state=Delivery.HELD if reply.hold_seconds else Delivery.QUEUED, delivery_at=now,
        send_after=now + timedelta(seconds=reply.hold_seconds), created_at=now,
    )  # fmt: skip
    if not automatic:
        answered(ticket, message, now)
    facts = {"automatic": automatic, "to_customer": reply.to_customer}
    commit(ticket, ReplyWritten, by=by, message=message.pk, send_after=message.send_after, **facts)
    if not automatic:
        follow_through(ticket, reply.then, by)
    return message


@transaction.atomic
def cancel_reply(*, message: Message, by: Actor, member: Member) -> bool:
    """Take a message back while it is held; the ticket goes back to where it was and the words to the draft.
    ``False`` when it has left already."""
    ticket = hold(message.ticket_id)
    held = Message.objects.filter(pk=message.pk, delivery_state=Delivery.HELD)
    waited = is_scheduled(message)
    if not held.update(delivery_state=Delivery.CANCELLED, delivery_at=timezone.now()):
        return False
    if waited:
        forget_schedule(message)
    undo = message.fields.get("undo", {})
    if undo:
        ticket.waiting_since = parse_datetime(undo.get("waiting_since") or "")
        ticket.first_replied_at = parse_datetime(undo.get("first_replied_at") or "")
        ticket.update_due_at = parse_datetime(undo.get("update_due_at") or "")
        ticket.preview, ticket.preview_by = undo.get("preview", ""), undo.get("preview_by", "")
    commit(ticket, ReplyCancelled, by=by, message=message.pk)
    if (state := undo.get("state")) and state != ticket.state:
        before, ticket.state = ticket.state, state
        ticket.resolved_at = None
        commit(ticket, StateChanged, by=by, state=state, before=before, reason="undo")
    restore_draft(message=message, member=member, kind="forward" if message.fields.get(ASIDE) else "reply")
    return True


@transaction.atomic
def add_note(
    *,
    ticket: Ticket,
    text: str,
    files: Sequence[StoredFile] = (),
    draft_files: bool = False,
    send_key: str = "",
    mentions: Sequence[str] = (),
    member: Member | None,
    by: Actor,
) -> Message:
    """A note that no customer ever sees. Sending it twice with one key keeps one. Who is named in it behind an "@" is
    mentioned; ``mentions`` (public ids) says who was meant where several have the name."""
    ticket = hold(ticket.pk)
    if send_key and (kept := _sent.ask(ticket_id=ticket.pk, send_key=send_key)):
        return kept[0]
    if ticket.merged_into_id:
        raise Refused(_("This ticket was merged into another. Nothing was saved; write the note there."))
    if not text.strip() and not files and not draft_files:
        raise Refused(_("The note is empty. Write something first."))
    note = Message(
        workspace_id=ticket.workspace_id,
        ticket=ticket,
        direction=Direction.NOTE,
        author_kind=by.kind,
        member=member,
        author_name=member.name if member else "",
        body_text=text,
        send_key=send_key,
        created_at=timezone.now(),
    )
    message = insert(note)
    attach(message, files)
    if draft_files and member is not None:
        take_files(message=message, member=member, kind="note")
    ticket.message_count += 1
    commit(ticket, NoteAdded, by=by, message=message.pk)
    mention(ticket=ticket, message=message, chosen=mentions, author=member, by=by)
    if member is not None:
        forget_draft(ticket=ticket, member=member, kind="note")
    return message


def _check(ticket: Ticket, reply: Reply, member: Member | None) -> None:
    if not reply.text.strip() and not reply.files and not reply.draft_files and not _says_something(reply):
        raise Refused(_("The reply is empty. Write something first."))
    if why := closed_to_words(ticket):
        raise Refused(why)
    if open_slots := policy.unfilled(reply.text):
        raise Refused(
            _("The customer would read %(slots)s. Nothing was sent and your text is safe: fill it in or take it out.")
            % {"slots": ", ".join(open_slots)}
        )
    if reply.seen_version is not None and reply.seen_version < ticket.version:
        news = _spoken_since(ticket, reply.seen_version, member)
        if news:
            raise Collision(news, ticket.version)


def _says_something(reply: Reply) -> bool:
    return bool(reply.out.get("location") or reply.out.get("template")) or reply.out.get("reaction") is not None


def _parts(ticket: Ticket, reply: Reply, member: Member | None) -> Mapping[str, Any]:
    if not reply.out and reply.can is None:
        return {}
    files = [*reply.files, *draft_files(ticket, member)] if reply.draft_files and member is not None else reply.files
    return parts_of(ticket, reply.out, text=reply.text, files=files, can=reply.can)


def _spoken_since(ticket: Ticket, version: int, member: Member | None) -> list[Message]:
    """Messages and notes others wrote after that version. Automatic mail is no news."""
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, seq__gt=version, kind__in=_SPOKEN)
    ids = [orjson.loads(data)["message"] for data in rows.values_list("data", flat=True)]
    news = Message.objects.filter(pk__in=ids, auto="").order_by("id")
    return [message for message in news if not (member and message.member_id == member.pk)]
