"""What stands around a message's words: what it answers, what it said before, and who reacted to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.tickets.models import Direction, Message, Ticket
from percaya.core.tickets.policy import preview


@dataclass(frozen=True)
class Quoted:
    """The message that another one answers, in short. ``text`` is "" where it was taken back."""

    pk: int
    author: str
    text: str


@dataclass(frozen=True)
class Reaction:
    emoji: str
    who: str


@dataclass(frozen=True)
class Before:
    """What a message said before it was changed, and when it was."""

    text: str
    at: datetime | None


def quoted_in(messages: Sequence[Message], ticket: Ticket) -> dict[int, Quoted]:
    """By the message that answers. One statement, and none where nothing is answered."""
    outside = {str(quotes) for one in messages if (quotes := one.fields.get("quotes"))}
    ours = {key for one in messages if (key := _out_quotes(one))}
    if not outside and not ours:
        return {}
    named = Q(pk__in=ours) | Q(external_id__in=outside, workspace_id=ticket.workspace_id)
    rows = Message.objects.filter(named, ticket_id=ticket.pk).exclude(direction=Direction.NOTE).defer("body_html", "quoted_text")
    found = [(row, Quoted(row.pk, row.author_name or ticket.contact.name, _short(row))) for row in rows]
    by_id = {row.external_id: quoted for row, quoted in found if row.external_id}
    by_key = {row.pk: quoted for row, quoted in found}
    pairs = [(one.pk, by_key.get(_out_quotes(one)) or by_id.get(str(one.fields.get("quotes") or ""))) for one in messages]
    return {pk: quoted for pk, quoted in pairs if quoted is not None}


def _out_quotes(message: Message) -> int:
    public_id = message.fields.get("out", {}).get("quotes", "")
    return (public_ids.decode("message", str(public_id)) or 0) if public_id else 0


def _short(message: Message) -> str:
    if "deleted" in message.fields:
        return ""
    return preview(message.body_text) or _("Attachment")


def reactions(message: Message) -> list[Reaction]:
    return [
        Reaction(
            str(one.get("emoji", "")), str(one.get("name", "")) or (_("The customer") if one.get("by") == "contact" else _("We"))
        )
        for one in message.fields.get("reactions", [])
        if one.get("emoji")
    ]


def before(message: Message) -> list[Before]:
    """Oldest first."""
    return [Before(str(one.get("text", "")), moment_of(one.get("at"))) for one in message.fields.get("edited", [])]


def moment_of(value: Any) -> datetime | None:
    try:
        found = parse_datetime(str(value or ""))
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
