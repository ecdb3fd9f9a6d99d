"""What replies, forwards and scheduled replies share: what is to be said, its row, and what an answer does to a ticket.
Used by the files beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from percaya.channels.contract import Capabilities
from percaya.core.journal.actor import Actor
from percaya.core.tickets import policy
from percaya.core.tickets.actions.change import commit
from percaya.core.tickets.actions.drafts import take_files
from percaya.core.tickets.actions.files import StoredFile, attach
from percaya.core.tickets.actions.parts import OUT
from percaya.core.tickets.actions.updates import keep_next_update
from percaya.core.tickets.actions.waiting import end_waiting
from percaya.core.tickets.events import StateChanged
from percaya.core.tickets.models import Direction, Message, Ticket
from percaya.core.workspace.models import Member
from percaya.core.written import insert

KEPT = "kept"  # in a message's fields: what goes back into the draft with its words
ELSEWHERE = "elsewhere"  # in a message's fields: it goes to somebody else than the customer, who goes on waiting


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a member wants sent. ``send_key`` makes sending it twice send it once; ``seen_version`` is the ticket's
    version on their screen (None skips the collision check: "send anyway"); ``then`` is "", "wait" or "resolve".
    ``signature``: what stands below it, "" for none, None for the account's own. ``send_at``: not before
    then, and ``deeds`` (steps of a macro, ``{"do", "value"}``) are done when it leaves. ``out``: what it carries besides
    (see ``actions/parts.py``), held to what the channel ``can`` where that is given. ``kept``: what the draft holds again when
    the reply is taken back (``{"macro": id}``)."""

    text: str
    html: str = ""
    to: Sequence[tuple[str, str, str]] = ()  # kind, value, name
    to_customer: bool = True  # else the customer goes on waiting
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    files: Sequence[StoredFile] = ()
    draft_files: bool = False  # take the files uploaded to the draft
    signature: str | None = None
    send_key: str = ""
    seen_version: int | None = None
    then: str = ""
    hold_seconds: int = 0
    send_at: datetime | None = None
    deeds: Sequence[Mapping[str, str]] = ()
    kept: Sequence[Mapping[str, str]] = ()
    out: Mapping[str, Any] = field(default_factory=dict)
    can: Capabilities | None = None


def put(ticket: Ticket, reply: Reply, *, member: Member | None, by: Actor, kind: str = "reply", **columns: Any) -> Message:
    """The row of an outgoing message, its files with it. ``kind`` is that of the draft whose files are taken."""
    fields = dict(columns.pop("fields", {}))
    if reply.signature is not None:
        fields["signed"] = True
    if not reply.to_customer:
        fields[ELSEWHERE] = True
    if reply.out:
        fields[OUT] = dict(reply.out)
    if reply.kept:
        fields[KEPT] = [dict(one) for one in reply.kept]
    row = Message(
        workspace_id=ticket.workspace_id,
        ticket=ticket,
        direction=Direction.OUTBOUND,
        author_kind=by.kind,
        member=member,
        author_name=member.name if member else "",
        body_text=reply.text,
        body_html=reply.html,
        signature=reply.signature or "",
        addressed=_addressed(reply),
        send_key=reply.send_key,
        fields=fields,
        **{"channel": ticket.channel, "account_id": ticket.account_id, "subject": ticket.subject, **columns},
    )
    message = insert(row)
    attach(message, reply.files)
    if reply.draft_files and member is not None:
        take_files(message=message, member=member, kind=kind)
    ticket.message_count += 1
    return message


def moment(ticket: Ticket) -> dict[str, Any]:
    """What an undo has to bring back."""

    def text(instant: datetime | None) -> str:
        return instant.isoformat() if instant else ""

    return {
        "state": ticket.state,
        "waiting_since": text(ticket.waiting_since),
        "first_replied_at": text(ticket.first_replied_at),
        "update_due_at": text(ticket.update_due_at),
        "preview": ticket.preview,
        "preview_by": ticket.preview_by,
    }


def answered(ticket: Ticket, message: Message, now: datetime) -> None:
    """The customer has their answer: nobody waits, and the list shows it. What goes to somebody else answers nobody."""
    if ELSEWHERE not in message.fields:
        end_waiting(ticket)
        keep_next_update(ticket, now)
        ticket.first_replied_at = ticket.first_replied_at or now
        ticket.quiet_since = now if ticket.mood == "negative" else None  # from now on silence means something
    ticket.preview = policy.preview(message.body_text) or _place(message)
    ticket.preview_by = "member"


def _place(message: Message) -> str:
    place = message.fields.get(OUT, {}).get("location", {})
    return policy.preview(f"📍 {place.get('name') or place.get('address') or ''}") if place else ""


def follow_through(ticket: Ticket, then: str, by: Actor) -> None:
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
