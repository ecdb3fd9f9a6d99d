"""The timeline as a page needs it: day marks, bubbles, and events that stand together folded into one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from markupsafe import Markup

from percaya.core.tickets.markup import to_html
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.tickets.queries.sentences import Names, sentence
from percaya.core.tickets.queries.timeline import Entry, Story
from percaya.web.inbox.heading import channel_facts
from percaya.web.inbox.words import linked
from percaya.web.ui import times

# Only mail that says something by its form is worth a frame of its own; the rest reads better as text.
_FORM = re.compile(r"<(?:img|table|ul|ol|h[1-6]|a\s|blockquote|pre)", re.IGNORECASE)
PREVIEWED = ("image/png", "image/jpeg", "image/gif", "image/webp")
RISKY = ("text/html", "image/svg+xml", "application/x-msdownload", "application/x-sh", "application/x-dosexec")


@dataclass(frozen=True)
class Bubble:
    """A message on the thread."""

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
    new: bool = False
    moved: bool = False  # the talk has moved to this channel


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


def items(story: Story, ticket: Ticket, *, names: Names | None = None, unread: int = 0, fold: bool = True) -> list[Item]:
    """The story in the order of reading. ``unread``: how many of the last inbound messages are new to the reader.
    ``names`` may know some already."""
    names = names or Names(ticket.workspace_id)
    names.learn_contacts(e.actor_id for e in story.entries if e.actor_kind == "contact" and e.actor_id)
    inbound = [e.seq for e in story.entries if e.message and e.message.direction == "inbound"]
    first_new = inbound[-unread] if 0 < unread <= len(inbound) else None
    out: list[Item] = []
    day: date | None = None
    channel = ""
    for entry in story.entries:
        today = timezone.localtime(entry.at).date()
        if today != day:
            day = today
            out.append(Item(f"day-{day:%Y%m%d}", day=day))
        if entry.message is not None:
            spoken = entry.message.channel
            moved = bool(channel and spoken and spoken != channel)
            out.append(Item(f"e-{entry.seq}", bubble=_bubble(entry, names, new=entry.seq == first_new, moved=moved)))
            channel = spoken or channel
        else:
            _add_line(out, _line(entry, names), fold)
    return [_settled(item) for item in out]


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


def _bubble(entry: Entry, names: Names, *, new: bool, moved: bool) -> Bubble:
    message = entry.message
    assert message is not None
    kind = {"inbound": "in", "outbound": "out"}.get(message.direction, "note")
    return Bubble(
        id=f"e-{entry.seq}",
        seq=entry.seq,
        message=message,
        kind=kind,
        author=_author(message, entry, names),
        channel=channel_facts(message.channel) if message.channel else {},
        text=Markup(to_html(message.body_text)) if kind == "out" else linked(message.body_text),  # noqa: S704 (sanitised)
        framed=kind == "in" and bool(_FORM.search(message.body_html)),
        files=[file for file in entry.files if file.kind != "inline"],
        copies=[one.get("value", "") for one in message.addressed.get("cc", [])],
        flags=message.flags,
        new=new,
        moved=moved,
    )


def _author(message: Message, entry: Entry, names: Names) -> str:
    if message.direction == "inbound":
        return (
            message.author_name
            or (message.contact.name if message.contact else "")
            or names.actor(entry.actor_kind, entry.actor_id)
        )
    return message.author_name or names.actor(message.author_kind, entry.actor_id)
