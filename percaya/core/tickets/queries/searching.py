"""Finding tickets by words, numbers, names and addresses: newest first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries.listing import TicketRow, page
from percaya.core.tickets.search.port import Query, search
from percaya.core.words import words
from percaya.core.workspace.models import Member

_PHRASE = re.compile(r'"([^"]+)"')
_KEYS_PER_ROW = 6  # messages looked at for each row wanted: a common word stands in several messages of a ticket
_ROUNDS = 3  # how often to look further back when still more hits fall on few tickets


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
    batch = limit * _KEYS_PER_ROW
    for _round in range(_ROUNDS):
        keys = search().find(member.workspace_id, query, limit=batch, before=before)
        of = _tickets(keys, member)
        for key in keys:
            ticket = of.get(key)
            if ticket is not None and ticket not in tickets:
                if len(tickets) >= limit:
                    return Found(_rows(tickets, member), before)
                tickets[ticket] = None
            before = key
        if len(keys) < batch:
            return Found(_rows(tickets, member), None)
    return Found(_rows(tickets, member), before)


def _rows(tickets: Iterable[int], member: Member) -> list[TicketRow]:
    """The rows of tickets, in the order given."""
    wanted = list(tickets)
    found = page(Ticket.objects.visible_to(member).filter(pk__in=wanted), reader=member, order="newest", limit=len(wanted) + 1)
    by_id = {row.id: row for row in found.rows}
    return [by_id[key] for key in wanted if key in by_id]


def _tickets(keys: list[int], member: Member) -> dict[int, int]:
    """Message -> its ticket, for those whose ticket the member may see."""
    of = dict(Message.objects.filter(pk__in=keys).values_list("pk", "ticket_id"))
    allowed = set(Ticket.objects.visible_to(member).filter(pk__in=set(of.values())).values_list("pk", flat=True))
    return {key: ticket for key, ticket in of.items() if ticket in allowed}
