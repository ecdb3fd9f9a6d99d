"""Looking for words in the messages of one ticket, loaded or not: every message that has them, in the order of time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from percaya.core.tickets.models import Attachment, Message, Ticket

MOST = 200
_BEFORE, _AFTER = 40, 90  # characters shown around the first word found


@dataclass(frozen=True)
class Hit:
    """A message with the words, and the piece around the first of them: ``before``, ``found``, ``after``."""

    message: int
    author: str
    at: datetime
    before: str
    found: str
    after: str


def find_in(ticket: Ticket, text: str) -> list[Hit]:
    """The newest ``MOST`` messages that have the text as it stands, or else all of its words: in what they say, their
    writer's name or the names of their files; the oldest first. Parts of words count, as when a browser finds on a page."""
    phrase = " ".join(text.split())
    if not phrase:
        return []
    return _having(ticket, [phrase]) or (_having(ticket, phrase.split()[:8]) if " " in phrase else [])


def _having(ticket: Ticket, pieces: list[str]) -> list[Hit]:
    rows = Message.objects.filter(ticket=ticket)
    for piece in pieces:
        files = Attachment.objects.filter(message__ticket=ticket, name__icontains=piece).values("message_id")
        said = Q(body_text__icontains=piece) | Q(quoted_text__icontains=piece) | Q(author_name__icontains=piece)
        rows = rows.filter(said | Q(pk__in=files))
    found = rows.order_by("-created_at", "-pk").values_list("pk", "author_name", "created_at", "body_text")[:MOST]
    return [_hit(*row, word=pieces[0]) for row in reversed(found)]


def _hit(pk: int, author: str, at: datetime, body: str, *, word: str) -> Hit:
    plain = " ".join(body.split())
    start = plain.lower().find(word.lower())
    if start < 0:
        return Hit(pk, author, at, plain[: _BEFORE + _AFTER], "", "")
    end = start + len(word)
    cut = "…" if start > _BEFORE else ""
    return Hit(pk, author, at, cut + plain[max(0, start - _BEFORE) : start], plain[start:end], plain[end : end + _AFTER])
