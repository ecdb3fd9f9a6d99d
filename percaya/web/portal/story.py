"""The public story of a ticket: what the customer and we said to each other. Notes and inner events are not in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from percaya.core import public_ids
from percaya.core.prepared import Prepared
from percaya.core.tickets.models import Attachment, Direction, Message, Ticket
from percaya.core.tickets.queries.audience import public_messages
from percaya.core.tickets.queries.standing import first_name
from percaya.core.tickets.queries.timeline import files_of
from percaya.web.inbox.ticket.cards import Card, cards

WINDOW = 20
MOST_KEPT = 500  # messages of a transcript
_LONG = 2500  # characters shown at once; the page stays small on a phone
_SHOWN = ("location", "contacts", "form", "order", "story", "offer")
_ANCHOR = Markup('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>{}')
_BOLD = re.compile(r"\*\*(\S(?:[^*\n]{0,300}\S)?)\*\*")
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\((https?://[^\s()<>]{1,1000})\)|(https?://[^\s<>\"]{1,1000})")


@dataclass(frozen=True)
class PublicFile:
    public_id: str
    name: str
    size: int


@dataclass(frozen=True)
class Said:
    """One message as its customer may read it. ``more`` is the rest of a very long one."""

    pk: int
    is_ours: bool
    author: str
    at: datetime
    text: Markup
    more: Markup
    quoted: str
    files: Sequence[PublicFile]
    cards: Sequence[Card] = ()


def told(ticket: Ticket, reader_id: int, before: int | None = None) -> tuple[list[Said], int | None]:
    """The last messages (before the id ``before``), oldest first, and the id to ask for the earlier ones with;
    what the contact ``reader_id`` wrote is their own."""
    if before or ticket.merged_into_id:
        rows = _talk(ticket)
        found = list((rows.filter(pk__lt=before) if before else rows)[: WINDOW + 1])
    else:
        found = _newest.ask(ticket=ticket.pk, contact=ticket.contact_id)
    window = found[:WINDOW][::-1]
    files = files_of([message.pk for message in window])
    earlier = window[0].pk if len(found) > WINDOW else None
    return [_said(ticket, message, files.get(message.pk, []), reader_id) for message in window], earlier


def _talk(ticket: Ticket) -> QuerySet[Message]:
    return public_messages(ticket).select_related("member").order_by("-pk")


_newest: Prepared[Message] = Prepared(
    lambda ticket, contact: _talk(Ticket(pk=ticket, contact_id=contact))[: WINDOW + 1], ticket=int, contact=int
)


def transcript(ticket: Ticket) -> str:
    """The same as plain text, the oldest first, in the zone that is switched on: what a customer keeps of a talk."""
    rows = list(_talk(ticket)[:MOST_KEPT])[::-1]
    files = files_of([message.pk for message in rows])
    lines = [f"{ticket.workspace.name} · #{ticket.number}"]
    for message in rows:
        at = timezone.localtime(message.created_at).strftime("%Y-%m-%d %H:%M")
        author = _author(ticket, message, message.direction == Direction.OUTBOUND, ticket.contact_id)
        lines.append(f"[{at}] {author}: {_words(message)}")
        lines += [f"  + {each.name}" for each in files.get(message.pk, [])]
    return "\n".join([*lines, ""])


def public_file(ticket: Ticket, public_id: str) -> Attachment | None:
    """A file of a public message of this very ticket; of a note, a draft or another ticket it is not found."""
    pk = public_ids.decode("attachment", public_id)
    if not pk:
        return None
    return Attachment.objects.filter(pk=pk, message__in=public_messages(ticket)).exclude(sha256="").first()


def _said(ticket: Ticket, message: Message, files: Sequence[Attachment], reader_id: int) -> Said:
    ours = message.direction == Direction.OUTBOUND
    gone = "deleted" in message.fields
    text = _("This message was taken back.") if gone else message.body_text.strip()
    shown = [] if gone else [each for each in files if each.sha256]
    cut = text.rfind("\n", 0, _LONG) if len(text) > _LONG + 400 else -1
    cut = _LONG if len(text) > _LONG + 400 and cut < _LONG // 2 else cut
    return Said(
        pk=message.pk,
        is_ours=ours,
        author=_author(ticket, message, ours, reader_id),
        at=message.created_at,
        text=linked(text if cut < 0 else text[:cut], bold=ours),
        more=Markup() if cut < 0 else linked(text[cut:], bold=ours),
        quoted="" if ours or gone else message.quoted_text.strip()[:_LONG],
        files=[PublicFile(public_ids.encode("attachment", each.pk), each.name, each.size) for each in shown],
        cards=() if gone else _cards(message),
    )


def _cards(message: Message) -> list[Card]:
    """What it holds besides words: what a choice is called stands in its words already, and how a vendor brought it is ours."""
    return [
        one
        for one in cards(message.fields, message.created_at)
        if one.kind in (*_SHOWN, *(() if message.body_text else ("choice",)))
    ]


def _words(message: Message) -> str:
    """What it says, and in words what lies beside them: a place, a person, an order, answers to choose from."""
    lines = [message.body_text.strip()]
    for card in _cards(message):
        lines += [f"[{card.title}]", *(f"• {line}" for line in card.lines), card.href]
    return "\n".join(line for line in lines if line)


def _author(ticket: Ticket, message: Message, ours: bool, reader_id: int) -> str:
    if not ours:
        return _("You") if message.contact_id == reader_id else message.author_name
    name = message.member.name if message.member else message.author_name
    return first_name(name) or ticket.workspace.name


def linked(text: str, *, bold: bool = False) -> Markup:
    """Escaped text with http(s) links made clickable, and **bold** where we wrote it; nothing else becomes markup."""
    out, end = [], 0
    for found in _LINK.finditer(text):
        out.append(_strong(text[end : found.start()], bold))
        label, address = (found[1], found[2]) if found[1] else (found[3], found[3])
        tail = "" if found[1] else address[len(address.rstrip(".,;:!?)'")) :]
        address = address[: len(address) - len(tail)]
        label = label if found[1] else address
        out.append(_ANCHOR.format(address, label, tail))
        end = found.end()
    out.append(_strong(text[end:], bold))
    return Markup("").join(out)


def _strong(text: str, bold: bool) -> Markup:
    safe = escape(text)
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(safe))) if bold else safe  # noqa: S704 (escaped just above)
