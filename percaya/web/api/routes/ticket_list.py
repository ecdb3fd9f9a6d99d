"""The list of tickets: filters, order, keyset paging; bytes from DTOs."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from ninja import Query, Router

from percaya.core import public_ids
from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries import condition_rows, listing
from percaya.core.tickets.queries.condition_rows import Asking
from percaya.core.tickets.queries.conditions import customs_of, stored
from percaya.core.tickets.queries.searching import find, parse
from percaya.core.tickets.queries.tickets import labels, visible
from percaya.core.tickets.search.port import search
from percaya.web.api import cursors, finding
from percaya.web.api.answers import answer
from percaya.web.api.schemas.outputs import TicketPage
from percaya.web.api.schemas.queries import SearchQuery, TicketQuery
from percaya.web.api.shapes import tickets as shapes
from percaya.web.api.tokens import ApiRequest, Caller, needs

router = Router(tags=["Tickets"])
_NOTHING = [0]  # no row has this key: a filter for something unknown finds nothing
_NEWEST_MATCHES = 2000


@router.get("/tickets", auth=needs("tickets:read"), response=TicketPage)
def list_tickets(request: ApiRequest, query: Query[TicketQuery]) -> HttpResponse:
    """Tickets this member may see. ``q`` narrows to the tickets of the 2,000 newest matching messages; ``sort=urgent``
    shows the open ones only, the most urgent first."""
    caller = request.auth
    rows = listing.narrow(visible(caller.member), _filters(caller, query))
    if query.sort == "urgent":
        rows = rows.filter(is_open=1)  # what is done is not urgent, and the index leads with it
    if query.view:
        rows = rows.filter(pk__in=_of_view(caller, query.view).values("pk"))
    if query.number is not None:
        rows = rows.filter(number=query.number)
    if query.q:
        rows = _matching(rows, caller, query.q)
    page = listing.page(rows, reader=caller.member, order=query.sort, after=_after(caller, query), limit=query.limit)
    following = cursors.make(caller.workspace_id, f"tickets:{query.sort}", page.next_after) if page.next_after else None
    return answer({"tickets": shapes.tickets(page.rows, caller.member), "next_cursor": following})


@router.get("/search", auth=needs("tickets:read"), response=TicketPage, tags=["Search"])
def search_tickets(request: ApiRequest, query: Query[SearchQuery]) -> HttpResponse:
    """Tickets by words, "phrases", numbers, names and addresses, the newest match first."""
    caller = request.auth
    before = cursors.after_id(caller.workspace_id, "search", query.cursor) or None
    found = find(caller.member, query.q, limit=query.limit, before=before)
    following = cursors.make(caller.workspace_id, "search", [found.before]) if found.before else None
    return answer({"tickets": shapes.tickets(found.rows, caller.member), "next_cursor": following})


def _filters(caller: Caller, query: TicketQuery) -> listing.Filters:
    return listing.Filters(
        states=query.state,
        priorities=query.priority,
        channels=query.channel,
        assignees=[_who(caller, text) for text in query.assignee],
        teams=[None if text == "none" else finding.team_named(caller, text, "/team").pk for text in query.team],
        labels=_labels(caller, query.label),
        contacts=[public_ids.decode("contact", text) or 0 for text in query.contact],
        updated_after=query.updated_after,
        created_after=query.created_after,
        created_before=query.created_before,
        spam=query.spam,
    )


def _of_view(caller: Caller, public_id: str) -> TicketQuerySet[Ticket]:
    """The tickets of a saved view of theirs. Raises a 422 problem for any other."""
    member = caller.member
    view = finding.view_named(caller, public_id, "/view")
    customs = customs_of(caller.workspace_id)
    asking = Asking(timezone.now(), member.workspace.time_zone, customs, member.pk, member.team_ids)
    return condition_rows.rows(visible(member), stored(view.conditions, customs), asking)


def _who(caller: Caller, text: str) -> int | None:
    if text == "none":
        return None
    return caller.member.pk if text == "me" else finding.member_named(caller, text, "/assignee").pk


def _labels(caller: Caller, given: list[str]) -> list[int]:
    """Labels by id or by word."""
    if not given:
        return []
    known = labels(caller.workspace_id)
    keys = {public_ids.decode("label", text) for text in given}
    words = {text.casefold() for text in given}
    return [row.pk for row in known if row.pk in keys or row.name.casefold() in words] or _NOTHING


def _matching(rows: TicketQuerySet[Ticket], caller: Caller, text: str) -> TicketQuerySet[Ticket]:
    found = search().find(caller.workspace_id, parse(text), limit=_NEWEST_MATCHES)
    return rows.filter(pk__in=set(Message.objects.filter(pk__in=found).values_list("ticket_id", flat=True)))


def _after(caller: Caller, query: TicketQuery) -> tuple[Any, int] | None:
    if not query.cursor:
        return None
    value, row_id = cursors.read(caller.workspace_id, f"tickets:{query.sort}", query.cursor)
    return (parse_datetime(value) if query.sort == "updated" else value), row_id
