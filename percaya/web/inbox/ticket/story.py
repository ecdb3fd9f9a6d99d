"""The timeline as a page needs it: day marks, bubbles, and events that stand together folded into one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone
from markupsafe import Markup

from percaya.core.tickets.actions.reacting import REACTION
from percaya.core.tickets.markup import to_html
from percaya.core.tickets.models import Attachment, Delivery, Message, Ticket
from percaya.core.tickets.queries.sentences import Names, sentence
from percaya.core.tickets.queries.timeline import Entry, Story
from percaya.web.inbox.heading import channel_facts
from percaya.web.inbox.ticket.around_words import Before, Quoted, Reaction, before, moment_of, quoted_in, reactions
from percaya.web.inbox.ticket.cards import Card, cards
from percaya.web.inbox.ticket.words import linked
from percaya.web.ui import times

# Only mail that says something by its form is worth a frame of its own; the rest reads better as text.
_FORM = re.compile(r"<(?:img|table|ul|ol|h[1-6]|a\s|blockquote|pre)", re.IGNORECASE)
PREVIEWED = ("image/png", "image/jpeg", "image/gif", "image/webp")
HEARD = (
    "audio/ogg",
    "audio/mpeg",
    "audio/mp4",
    "audio/aac",
    "audio/amr",
    "audio/wav",
    "audio/webm",
    "audio/x-m4a",
    "audio/x-wav",
)
WATCHED = ("video/mp4", "video/webm", "video/3gpp", "video/quicktime")
PLAYED = (*HEARD, *WATCHED)
BURST = timedelta(seconds=60)
_SAME_VOICE = ("direction", "author_kind", "member_id", "contact_id", "author_name", "channel", "came_from_id")
RISKY = ("text/html", "image/svg+xml", "application/x-msdownload", "application/x-sh", "application/x-dosexec")


@dataclass
class Bubble:
    """A message on the thread. ``new``: how many unread begin with it; ``moved``: the talk has moved to its channel;
    ``joined``: it goes on what the same person said just before; ``there``: what time it was for the customer, in words,
    where that is another; ``origin``: the number of the ticket it was said in, where that is another. ``album``: the other
    messages of its album, whose files are shown here."""

    id: str
    seq: int
    message: Message
    kind: str  # in out note
    author: str
    channel: dict[str, Any]
    text: Markup
    framed: bool
    files: Sequence[Attachment]
    copies: Sequence[str]
    flags: Sequence[str]
    new: int = 0
    moved: bool = False
    joined: bool = False
    there: str = ""
    origin: int | None = None
    cards: Sequence[Card] = ()
    quoted: Quoted | None = None
    reactions: Sequence[Reaction] = ()
    before: Sequence[Before] = ()
    deleted: datetime | None = None
    is_deleted: bool = False
    is_sticker: bool = False
    album: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """An event in a sentence."""

    id: str
    at: Any
    text: str


@dataclass
class Item:
    """One thing on the thread: exactly one of its parts is set."""

    id: str
    day: date | None = None
    bubble: Bubble | None = None
    line: Line | None = None
    group: list[Line] = field(default_factory=list)


def items(story: Story, ticket: Ticket, *, names: Names | None = None, unread: int = 0, live: bool = False) -> list[Item]:
    """The story in the order of reading. ``unread``: how many of the last inbound messages are new to the reader.
    ``names`` may know some already. ``live``: it goes below what is on the page already."""
    names = names or Names(ticket.workspace_id)
    names.learn_contacts(e.actor_id for e in story.entries if e.actor_kind == "contact" and e.actor_id)
    first_new = _first_new(story.entries, unread)
    quoted = quoted_in([entry.message for entry in story.entries if entry.message], ticket)
    out: list[Item] = []
    last = story.lead
    channel = last.message.channel if last and last.message else ""
    for entry in story.entries:
        if entry.message is not None and (_is_seen_elsewhere(entry.message) or _joins_album(out, entry.message, entry.files)):
            continue
        today = timezone.localtime(entry.at).date()
        if last is None or (not live and not out) or today != timezone.localtime(last.at).date():
            out.append(Item(f"day-{today:%Y%m%d}", day=today))
        if entry.message is None:
            _add_line(out, _line(entry, names), not live)
        else:
            spoken = entry.message.channel
            bubble = _bubble(entry, names, ticket)
            bubble.quoted = quoted.get(entry.message.pk)
            bubble.new = unread if entry is first_new else 0
            bubble.moved = bool(channel and spoken and spoken != channel)
            bubble.joined = _goes_on(last, entry) and not (bubble.new or bubble.moved or (out[-1:] and out[-1].day))
            out.append(Item(bubble.id, bubble=bubble))
            channel = spoken or channel
        last = entry
    return [_settled(item) for item in out]


def _is_seen_elsewhere(message: Message) -> bool:
    """A reaction of ours shows on the message it belongs to; by itself only when it did not go out."""
    return message.auto == REACTION and message.delivery_state not in (Delivery.FAILED, Delivery.UNKNOWN)


def _joins_album(out: list[Item], message: Message, files: Sequence[Attachment]) -> bool:
    """Messages of one album follow each other, each with a file of its own: they read as one."""
    last, album = out[-1].bubble if out else None, message.fields.get("album")
    if not album or last is None or last.is_deleted or last.message.fields.get("album") != album or "deleted" in message.fields:
        return False
    if message.body_text and last.text:
        return False
    last.files = [*last.files, *(file for file in files if file.kind != "inline")]
    last.text = last.text or linked(message.body_text)
    last.album.append(message)
    return True


def _first_new(entries: Sequence[Entry], unread: int) -> Entry | None:
    """The first unread one, or the first of those on show when there are more."""
    inbound = [entry for entry in entries if entry.message and entry.message.direction == "inbound" and not entry.message.auto]
    return inbound[-min(unread, len(inbound))] if unread > 0 and inbound else None


def _goes_on(last: Entry | None, entry: Entry) -> bool:
    """A burst: the same person, the same way, within a minute."""
    before, now = last.message if last else None, entry.message
    if before is None or now is None or now.auto or before.auto or now.created_at - before.created_at > BURST:
        return False
    return all(getattr(before, name) == getattr(now, name) for name in _SAME_VOICE)


def _add_line(out: list[Item], line: Line, fold: bool) -> None:
    last = out[-1] if out else None
    if fold and last and (last.line or last.group):
        if last.line:
            last.group, last.line = [last.line], None
        last.group.append(line)
    else:
        out.append(Item(line.id, line=line))


def _settled(item: Item) -> Item:
    if item.group:
        item.id = f"g-{item.group[0].id}"
    return item


def _line(entry: Entry, names: Names) -> Line:
    actor = names.actor(entry.actor_kind, entry.actor_id)
    text = sentence(entry.kind, entry.facts, actor=actor, names=names, language=times.language(), when=times.moment)
    return Line(f"e-{entry.seq}", entry.at, text)


def _bubble(entry: Entry, names: Names, ticket: Ticket) -> Bubble:
    message = entry.message
    assert message is not None
    gone = "deleted" in message.fields
    kind = {"inbound": "in", "outbound": "out"}.get(message.direction, "note")
    return Bubble(
        id=f"m-{message.pk}",
        seq=entry.seq,
        message=message,
        kind=kind,
        author=_author(message, entry, names),
        channel=channel_facts(message.channel) if message.channel else {},
        text=Markup() if gone else _text(message),
        framed=kind == "in" and not gone and bool(_FORM.search(message.body_html)),
        files=[] if gone else [file for file in entry.files if file.kind != "inline"],
        copies=[one.get("value", "") for one in message.addressed.get("cc", [])],
        flags=message.flags,
        there=_there(message, ticket),
        cards=() if gone else cards(message.fields, message.created_at),
        reactions=reactions(message),
        before=before(message),
        is_deleted=gone,
        deleted=moment_of(message.fields.get("deleted")),
        is_sticker=_is_sticker(message, entry.files),
        origin=vars(message).get("origin_number") if message.came_from_id not in (None, ticket.pk) else None,
    )


def _text(message: Message) -> Markup:
    if message.direction == "outbound":
        return Markup(to_html(message.body_text))  # noqa: S704 (sanitised)
    return linked(message.body_text)


def _is_sticker(message: Message, files: Sequence[Attachment]) -> bool:
    return len(files) == 1 and files[0].content_type == "image/webp" and message.direction == "inbound" and not message.body_text


def _there(message: Message, ticket: Ticket) -> str:
    """The customer's own time of a message, where their clock shows another than ours."""
    zone = ticket.contact.time_zone
    if not zone:
        return ""
    try:
        clock = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    if timezone.localtime(message.created_at).utcoffset() == message.created_at.astimezone(clock).utcoffset():
        return ""
    with timezone.override(clock):
        return f"{times.clock(message.created_at)} {times.zone(message.created_at)}"


def _author(message: Message, entry: Entry, names: Names) -> str:
    if message.direction == "inbound":
        return (
            message.author_name
            or (message.contact.name if message.contact else "")
            or names.actor(entry.actor_kind, entry.actor_id)
        )
    return message.author_name or names.actor(message.author_kind, entry.actor_id)
