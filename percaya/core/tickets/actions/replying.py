"""Answering a customer, taking an answer back, and notes among colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets import policy
from percaya.core.tickets.actions.change import Refused, commit, hold
from percaya.core.tickets.actions.drafts import forget_draft, restore_draft, take_files
from percaya.core.tickets.actions.files import StoredFile, attach
from percaya.core.tickets.actions.waiting import end_waiting
from percaya.core.tickets.events import NoteAdded, ReplyCancelled, ReplyWritten, StateChanged
from percaya.core.tickets.models import Delivery, Direction, Message, Ticket
from percaya.core.workspace.models import Member

_SPOKEN = ("message.received", "reply.written", "note.added")


class Collision(Exception):
    """Somebody else wrote while this was being written: the messages that came in between, oldest first."""

    def __init__(self, messages: Sequence[Message], version: int) -> None:
        super().__init__(_("Someone wrote here while you were writing."))
        self.messages = messages
        self.version = version


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a member wants sent. ``send_key`` makes sending it twice send it once; ``seen_version`` is the ticket's
    version on their screen (None skips the collision check: "send anyway"); ``then`` is "", "wait" or "resolve"."""

    text: str
    html: str = ""
    to: Sequence[tuple[str, str, str]] = ()  # kind, value, name
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    files: Sequence[StoredFile] = ()
    draft_files: bool = False  # take the files uploaded to the draft
    send_key: str = ""
    seen_version: int | None = None
    then: str = ""
    hold_seconds: int = 0


@transaction.atomic
def write_reply(*, ticket: Ticket, reply: Reply, member: Member | None, by: Actor, automatic: bool = False) -> Message:
    """Put a reply into the outbox, in one transaction with what it does to the ticket. Returns the message, the
    earlier one when ``send_key`` was used before. Raises ``Collision`` or ``Refused``."""
    ticket = hold(ticket.pk)
    if reply.send_key and (sent := Message.objects.filter(ticket=ticket, send_key=reply.send_key).first()):
        return sent
    _check(ticket, reply, member)
    now = timezone.now()
    before: dict[str, Any] = {}
    if not automatic:
        before = _moment(ticket)
    message = Message.objects.create(
        workspace_id=ticket.workspace_id,
        ticket=ticket,
        direction=Direction.OUTBOUND,
        author_kind=by.kind,
        member=member,
        author_name=member.name if member else "",
        channel=ticket.channel,
        account_id=ticket.account_id,
        subject=ticket.subject,
        body_text=reply.text,
        body_html=reply.html,
        addressed=_addressed(reply),
        auto="auto-reply" if automatic else "",
        fields={"undo": before} if before else {},
        delivery_state=Delivery.HELD if reply.hold_seconds else Delivery.QUEUED,
        delivery_at=now,
        send_key=reply.send_key,
        send_after=now + timedelta(seconds=reply.hold_seconds),
        created_at=now,
    )
    attach(message, reply.files)
    if reply.draft_files and member is not None:
        take_files(message=message, member=member)
    ticket.message_count += 1
    if not automatic:
        _answered(ticket, message, now)
    commit(ticket, ReplyWritten, by=by, message=message.pk, send_after=message.send_after, automatic=automatic)
    if not automatic:
        _follow_through(ticket, reply.then, by)
    if member is not None:
        forget_draft(ticket=ticket, member=member, kind="reply")
    return message


@transaction.atomic
def cancel_reply(*, message: Message, by: Actor, member: Member) -> bool:
    """Take a reply back while it is held; the ticket goes back to where it was and the words to the draft.
    ``False`` when it has left already."""
    ticket = hold(message.ticket_id)
    held = Message.objects.filter(pk=message.pk, delivery_state=Delivery.HELD)
    if not held.update(delivery_state=Delivery.CANCELLED, delivery_at=timezone.now()):
        return False
    undo = message.fields.get("undo", {})
    ticket.waiting_since = parse_datetime(undo.get("waiting_since") or "")
    ticket.due_at = parse_datetime(undo.get("due_at") or "")
    ticket.first_replied_at = parse_datetime(undo.get("first_replied_at") or "")
    ticket.preview, ticket.preview_by = undo.get("preview", ""), undo.get("preview_by", "")
    commit(ticket, ReplyCancelled, by=by, message=message.pk)
    if (state := undo.get("state")) and state != ticket.state:
        before, ticket.state = ticket.state, state
        ticket.resolved_at = None
        commit(ticket, StateChanged, by=by, state=state, before=before, reason="undo")
    restore_draft(message=message, member=member)
    return True


@transaction.atomic
def add_note(
    *,
    ticket: Ticket,
    text: str,
    files: Sequence[StoredFile] = (),
    draft_files: bool = False,
    send_key: str = "",
    member: Member | None,
    by: Actor,
) -> Message:
    """A note that no customer ever sees. Sending it twice with one key keeps one."""
    ticket = hold(ticket.pk)
    if send_key and (kept := Message.objects.filter(ticket=ticket, send_key=send_key).first()):
        return kept
    if not text.strip() and not files and not draft_files:
        raise Refused(_("The note is empty. Write something first."))
    message = Message.objects.create(
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
    attach(message, files)
    if draft_files and member is not None:
        take_files(message=message, member=member)
    ticket.message_count += 1
    commit(ticket, NoteAdded, by=by, message=message.pk)
    if member is not None:
        forget_draft(ticket=ticket, member=member, kind="note")
    return message


def _check(ticket: Ticket, reply: Reply, member: Member | None) -> None:
    if not reply.text.strip() and not reply.files and not reply.draft_files:
        raise Refused(_("The reply is empty. Write something first."))
    if ticket.state == "closed":
        raise Refused(_("This ticket is closed. Nothing was sent; open a follow-up ticket to write again."))
    if ticket.merged_into_id:
        raise Refused(_("This ticket was merged into another. Nothing was sent; reply there."))
    if reply.seen_version is not None and reply.seen_version < ticket.version:
        news = _spoken_since(ticket, reply.seen_version, member)
        if news:
            raise Collision(news, ticket.version)


def _spoken_since(ticket: Ticket, version: int, member: Member | None) -> list[Message]:
    """Messages and notes others wrote after that version. Automatic mail is no news."""
    rows = EventRow.objects.filter(stream_type="ticket", stream_id=ticket.pk, seq__gt=version, kind__in=_SPOKEN)
    ids = [orjson.loads(data)["message"] for data in rows.values_list("data", flat=True)]
    news = Message.objects.filter(pk__in=ids, auto="").order_by("id")
    return [message for message in news if not (member and message.member_id == member.pk)]


def _moment(ticket: Ticket) -> dict[str, Any]:
    """What an undo has to bring back."""

    def text(instant: datetime | None) -> str:
        return instant.isoformat() if instant else ""

    return {
        "state": ticket.state,
        "waiting_since": text(ticket.waiting_since),
        "due_at": text(ticket.due_at),
        "first_replied_at": text(ticket.first_replied_at),
        "preview": ticket.preview,
        "preview_by": ticket.preview_by,
    }


def _answered(ticket: Ticket, message: Message, now: datetime) -> None:
    end_waiting(ticket)
    ticket.first_replied_at = ticket.first_replied_at or now
    ticket.preview = policy.preview(message.body_text)
    ticket.preview_by = "member"


def _follow_through(ticket: Ticket, then: str, by: Actor) -> None:
    """Answering starts the work on a new or resolved ticket; "wait" and "resolve" go further."""
    wanted = {"wait": "waiting_customer", "resolve": "resolved"}.get(then)
    if wanted is None and ticket.state in ("new", "resolved"):
        wanted = "open"
    if wanted is None or wanted == ticket.state:
        return
    before, ticket.state = ticket.state, wanted
    ticket.resolved_at = timezone.now() if wanted == "resolved" else None
    commit(ticket, StateChanged, by=by, state=wanted, before=before, reason="reply")


def _addressed(reply: Reply) -> dict[str, Any]:
    to = [{"kind": kind, "value": value, "name": name} for kind, value, name in reply.to]
    cc = [{"kind": "email", "value": value, "name": ""} for value in reply.cc]
    bcc = [{"kind": "email", "value": value, "name": ""} for value in reply.bcc]
    return {"to": to, "cc": cc, "bcc": bcc}
