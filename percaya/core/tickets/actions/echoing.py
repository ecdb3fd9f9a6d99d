"""What one of ours wrote elsewhere (in the phone's app, in the vendor's own inbox): it is in the ticket as an answer, and is
never sent from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import commit, hold_living
from percaya.core.tickets.actions.files import StoredFile
from percaya.core.tickets.actions.outbox import Reply, answered, follow_through, put
from percaya.core.tickets.events import ReplyWritten
from percaya.core.tickets.models import Delivery, Message, Ticket

ECHO = "echo"  # in a message's fields
SOMEBODY = Actor("member")  # one of ours, who it was is not told


@dataclass(frozen=True, kw_only=True)
class Echo:
    """``external_id``: the vendor's, by which its receipts and changes find it. ``to``: kind, value, name of the customer."""

    text: str
    external_id: str
    channel: str
    account_id: int
    to: tuple[str, str, str]
    author_name: str = ""  # whose voice it is: the account's
    files: Sequence[StoredFile] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    raw_sha: str = ""
    at: datetime | None = None


@transaction.atomic
def keep_echo(*, ticket: Ticket, echo: Echo) -> Message:
    """Add it as sent; the customer has their answer, as by a reply from here."""
    ticket = hold_living(ticket.pk)
    now = timezone.now()
    at = min(echo.at or now, now)
    message = put(
        ticket, Reply(text=echo.text, to=[echo.to], files=echo.files), member=None, by=SOMEBODY,
        fields={**echo.fields, ECHO: True}, channel=echo.channel, account_id=echo.account_id,
        external_id=echo.external_id[:250], raw_sha=echo.raw_sha,
        delivery_state=Delivery.SENT, delivery_at=at, send_after=at, created_at=at,
    )  # fmt: skip
    Message.objects.filter(pk=message.pk).update(author_name=echo.author_name[:160])
    answered(ticket, message, now)
    commit(ticket, ReplyWritten, by=SOMEBODY, message=message.pk, send_after=at, automatic=False, to_customer=True)
    follow_through(ticket, "", SOMEBODY)
    return message
