"""Talks on the channel that tests have of their own."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.people.actions.contacts import resolve_contact
from percaya.core.tickets.actions.opening import open_ticket
from percaya.core.tickets.actions.receiving import Incoming, receive_message
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.models import ChannelAccount
from tests import builders

HERE = Actor.system()


def talk(account: ChannelAccount, who: str, at: datetime | None = None) -> Ticket:
    contact, _new = resolve_contact(workspace_id=account.workspace_id, kind="external", value=who, by=HERE)
    ticket = open_ticket(
        workspace_id=account.workspace_id, contact=contact, subject="", channel=account.channel, account_id=account.pk,
        address=("external", who), at=at, by=HERE,
    )  # fmt: skip
    hear(ticket, who, at=at)
    return builders.fresh(ticket)


def hear(ticket: Ticket, who: str, *, at: datetime | None = None, **fields: Any) -> Message:
    incoming = Incoming(
        contact_id=ticket.contact_id, author_name="Sari", address=("external", who), channel=ticket.channel,
        account_id=ticket.account_id, text="Halo", fields=fields, at=at, external_id=f"in-{timezone.now().timestamp()}",
        addressed={"from": [{"kind": "external", "value": who}]},
    )  # fmt: skip
    return receive_message(ticket=ticket, incoming=incoming, by=HERE)


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.delivery_state
