"""A customer's message comes into a ticket."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.prepared import Prepared
from percaya.core.tickets import policy
from percaya.core.tickets.actions.change import commit, hold_living
from percaya.core.tickets.actions.files import StoredFile, attach
from percaya.core.tickets.actions.forwarding import ASIDE, is_aside
from percaya.core.tickets.actions.sleeping import is_asleep, stay_awake
from percaya.core.tickets.actions.waiting import begin_waiting
from percaya.core.tickets.events import MessageReceived, ParticipantAdded, StateChanged, TicketWoken
from percaya.core.tickets.models import Direction, Message, Participant, Ticket
from percaya.core.written import insert

_taking_part: Prepared[Participant] = Prepared(lambda ticket_id: Participant.objects.filter(ticket_id=ticket_id), ticket_id=int)


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A message as intake hands it over: read, sanitised, its files stored."""

    contact_id: int
    author_name: str
    address: tuple[str, str]  # kind, value of the sender
    channel: str
    account_id: int | None
    subject: str = ""
    text: str = ""
    html: str = ""
    quoted_text: str = ""
    signature: str = ""
    remote_images: int = 0
    external_id: str = ""
    content_digest: str = ""
    in_reply_to: str = ""
    addressed: Mapping[str, Any] = field(default_factory=dict)
    copies: Sequence[tuple[str, str, str]] = ()  # kind, value, name of people in copy
    raw_sha: str = ""
    auto: str = ""
    flags: Sequence[str] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[StoredFile] = ()
    at: datetime | None = None


@transaction.atomic
def receive_message(*, ticket: Ticket, incoming: Incoming, by: Actor, origin: Ticket | None = None) -> Message:
    """Add a customer's message. Unless it is automatic it reopens, wakes and starts the waiting clock.

    A ticket that was merged takes it where it goes on. ``origin`` is the merged ticket that the message's thread names.

    A repeat (same account, external id and content) raises ``IntegrityError``: the caller asks before.
    """
    origin = origin or ticket
    ticket = hold_living(ticket.pk)
    origin = origin if origin.pk != ticket.pk else None
    at = incoming.at or timezone.now()
    roles = {(one.kind, one.value): one.role for one in _taking_part.ask(ticket_id=ticket.pk)}
    aside = roles.get(incoming.address) == "third_party" and is_aside(ticket, *incoming.address)
    message = insert(Message(**_columns(ticket, incoming, at, aside), came_from=origin))
    attach(message, incoming.files)
    ticket.message_count += 1
    ticket.preview = policy.preview(incoming.text or incoming.subject)
    ticket.preview_by = "contact"
    if not incoming.auto:
        ticket.inbound_count += 1
    if not incoming.auto and not aside:  # whom we asked about the matter does not wait for us
        ticket.last_inbound_at = at
        ticket.quiet_since = None
        begin_waiting(ticket, at)
    event = MessageReceived
    commit(ticket, event, by=by, message=message.pk, auto=incoming.auto, first=ticket.message_count == 1)
    _join(ticket, incoming, by, set(roles), foreign=origin is not None and origin.contact_id != ticket.contact_id)
    if not incoming.auto:
        _stir(ticket, by)
    return message


def _columns(ticket: Ticket, incoming: Incoming, at: datetime, aside: bool) -> dict[str, Any]:
    return {
        "workspace_id": ticket.workspace_id,
        "ticket": ticket,
        "direction": Direction.INBOUND,
        "author_kind": "contact",
        "contact_id": incoming.contact_id,
        "author_name": incoming.author_name[:160],
        "channel": incoming.channel,
        "account_id": incoming.account_id,
        "subject": incoming.subject[:250],
        "body_text": incoming.text,
        "body_html": incoming.html,
        "quoted_text": incoming.quoted_text,
        "signature": incoming.signature,
        "remote_images": incoming.remote_images,
        "external_id": incoming.external_id[:250],
        "content_digest": incoming.content_digest,
        "in_reply_to": incoming.in_reply_to[:250],
        "addressed": dict(incoming.addressed),
        "raw_sha": incoming.raw_sha,
        "auto": incoming.auto,
        "flags": list(incoming.flags),
        "fields": {**incoming.fields, **({ASIDE: True} if aside else {})},
        "created_at": at,
    }


def _join(ticket: Ticket, incoming: Incoming, by: Actor, known: set[tuple[str, str]], *, foreign: bool) -> None:
    """The sender and the people in copy take part from now on; a newcomer who answers is a third party, said so. Of
    ``foreign`` talk (of another customer's merged ticket) nobody gets into copy: they would read this customer's answers."""
    sender = (*incoming.address, incoming.author_name, "third_party", incoming.contact_id)
    copies = [] if foreign else [(*copy, "cc", None) for copy in incoming.copies]
    for kind, value, name, role, contact_id in [sender, *copies]:
        if (kind, value) in known or not value:
            continue
        known.add((kind, value))
        participant = Participant.objects.create(
            workspace_id=ticket.workspace_id,
            ticket=ticket,
            kind=kind,
            value=value[:254],
            name=name[:160],
            role=role,
            contact_id=contact_id,
        )
        commit(ticket, ParticipantAdded, by=by, participant=participant.pk, role=role)


def _stir(ticket: Ticket, by: Actor) -> None:
    """A customer who writes brings the ticket back to the front."""
    if is_asleep(ticket):
        was = {"was_until": ticket.snoozed_until, "was_till_reply": ticket.snoozed_till_reply}
        stay_awake(ticket)
        commit(ticket, TicketWoken, by=Actor.system(), reason="customer_reply", **was)
    if ticket.state in ("resolved", "waiting_customer", "waiting_other"):
        before, ticket.state = ticket.state, "open"
        ticket.waits_for = ""
        ticket.resolved_at = None
        commit(ticket, StateChanged, by=by, state="open", before=before, reason="customer_reply")
