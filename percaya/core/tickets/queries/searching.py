"""Finding tickets by words, numbers, names and addresses: newest first."""

import re
from dataclasses import dataclass

from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.listing import TicketRow, page
from percaya.core.tickets.search.port import Query, search
from percaya.core.tickets.search.words import words
from percaya.core.workspace.models import Member

_PHRASE = re.compile(r'"([^"]+)"')
_ROUNDS = 6  # how often to look further back when many hits fall on few tickets


@dataclass(frozen=True)
class Found:
    """``rows`` newest match first; ``before`` asks for the next page."""

    rows: list[TicketRow]
    before: int | None


def parse(text: str) -> Query:
    """Words must all occur; "words in quotes" side by side. "#42" and "0812-3456" are words too."""
    phrases = tuple(tuple(words(phrase)) for phrase in _PHRASE.findall(text))
    rest = _PHRASE.sub(" ", text)
    rest = re.sub(r"(?<=\d)[\s.()-]+(?=\d{3})", "", rest)  # a phone number typed in groups is one word
    return Query(tuple(dict.fromkeys(words(rest)[:12])), tuple(phrase for phrase in phrases if phrase))


def find(member: Member, text: str, *, limit: int = 50, before: int | None = None) -> Found:
    """Tickets the member may see. A number alone leads with the ticket of that number."""
    query = parse(text)
    tickets: dict[int, None] = {}
    if before is None and (number := re.fullmatch(r"\s*#?(\d{1,12})\s*", text)):
        exact = Ticket.objects.visible_to(member).filter(number=int(number[1])).values_list("pk", flat=True)
        tickets.update(dict.fromkeys(exact))
    more = True
    for _round in range(_ROUNDS):
        keys = search().find(member.workspace_id, query, limit=limit * 2, before=before)
        more = len(keys) == limit * 2
        before = keys[-1] if keys else None
        tickets.update(dict.fromkeys(_tickets(keys, member)))
        if len(tickets) >= limit or not more:
            break
    rows = page(Ticket.objects.visible_to(member).filter(pk__in=list(tickets)), reader=member, order="newest", limit=1000)
    by_id = {row.id: row for row in rows.rows}
    return Found([by_id[key] for key in tickets if key in by_id], before if more else None)


def _tickets(keys: list[int], member: Member) -> list[int]:
    """The visible tickets of messages, in the order of the messages."""
    of = dict(Message.objects.filter(pk__in=keys).values_list("pk", "ticket_id"))
    allowed = set(Ticket.objects.visible_to(member).filter(pk__in=set(of.values())).values_list("pk", flat=True))
    return [of[key] for key in keys if of.get(key) in allowed]
