"""Tickets that are joined: merge, split, link, and take it back."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from percaya.core.tickets.actions.linking import link, unlink
from percaya.core.tickets.actions.merging import merge, undo_merge
from percaya.core.tickets.actions.splitting import split, undo_split
from percaya.core.tickets.models import Joining, Message, Ticket
from percaya.core.tickets.queries.joinings import is_merge, joined, joining_for, where_it_goes_on
from percaya.core.tickets.queries.links import Tie, link_of, ties
from percaya.core.tickets.queries.tickets import participants, visible
from percaya.core.workspace.policy import REPLY
from percaya.web.api import finding, ids
from percaya.web.api.answers import answer
from percaya.web.api.describing import IDEMPOTENT
from percaya.web.api.idempotency import once
from percaya.web.api.problems import invalid, not_found
from percaya.web.api.schemas.joinings import JoiningOut, LinkIn, LinkOut, MergeIn, RelationsOut, SplitIn
from percaya.web.api.tokens import ApiRequest, Caller, needs

router = Router(tags=["Tickets"])
_WRITES = needs("tickets:write", REPLY)


@router.post("/tickets/{ticket_id}/merge", auth=_WRITES, response=JoiningOut, openapi_extra=IDEMPOTENT)
@once()
def merge_ticket(request: ApiRequest, ticket_id: str, given: MergeIn) -> HttpResponse:
    """Let the ticket go on in another. What its customer answers from now on comes in there."""
    caller = request.auth
    source, target = finding.ticket(caller, ticket_id), finding.ticket_named(caller, given.into, "/into")
    copy = None
    if given.copies is not None:
        copy = [one.pk for one in participants(source) if one.value in given.copies]
    return answer(_joining(merge(source=source, target=target, copy=copy, by=caller.by)))


@router.post("/tickets/{ticket_id}/split", auth=_WRITES, response={201: JoiningOut}, openapi_extra=IDEMPOTENT)
@once()
def split_ticket(request: ApiRequest, ticket_id: str, given: SplitIn) -> HttpResponse:
    """Make a new ticket out of messages of this one; ``target`` is the new one."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    wanted = [ids.key_of("message", one) for one in given.messages]
    if Message.objects.filter(ticket=ticket, pk__in=wanted).count() != len(set(wanted)):
        raise invalid(_("There is no such message in this ticket."), "/messages")
    made = split(ticket=ticket, messages=wanted, copy=given.copied, subject=given.subject, by=caller.by)
    return answer(_joining(made), status=201)


@router.post("/joinings/{joining_id}/undo", auth=_WRITES, response=JoiningOut, openapi_extra=IDEMPOTENT)
@once()
def undo_joining(request: ApiRequest, joining_id: str) -> HttpResponse:
    """Take a merge or split back, exactly. 409 with the reason when that is not safe any more."""
    caller = request.auth
    found = joining_for(caller.member, ids.decode("joining", joining_id))
    if found is None:
        raise not_found()
    return answer(_joining((undo_merge if is_merge(found) else undo_split)(joining=found, by=caller.by)))


@router.get("/tickets/{ticket_id}/links", auth=needs("tickets:read"), response=RelationsOut)
def list_links(request: ApiRequest, ticket_id: str) -> HttpResponse:
    """What the ticket is linked and joined with, as far as the token may see it."""
    caller = request.auth
    return answer(_relations(caller, finding.ticket(caller, ticket_id)))


@router.post("/tickets/{ticket_id}/links", auth=_WRITES, response={201: LinkOut}, openapi_extra=IDEMPOTENT)
@once()
def add_link(request: ApiRequest, ticket_id: str, given: LinkIn) -> HttpResponse:
    """Say what another ticket is to this one."""
    caller = request.auth
    ticket, other = finding.ticket(caller, ticket_id), finding.ticket_named(caller, given.ticket, "/ticket")
    made = link(ticket=ticket, other=other, how=given.how, by=caller.by)
    return answer(_tie(Tie(given.how, made.pk, other.pk, other.number, other.subject, other.state)), status=201)


@router.delete("/tickets/{ticket_id}/links/{link_id}", auth=_WRITES, response=RelationsOut)
def remove_link(request: ApiRequest, ticket_id: str, link_id: str) -> HttpResponse:
    """Take a link away; the tickets stay. Answers with what is left."""
    caller = request.auth
    ticket = finding.ticket(caller, ticket_id)
    found = link_of(ticket, ids.decode("link", link_id))
    if found is None:
        raise not_found()
    unlink(ticket=ticket, link=found, by=caller.by)
    return answer(_relations(caller, ticket))


def _relations(caller: Caller, ticket: Ticket) -> dict[str, Any]:
    number = where_it_goes_on(ticket, caller.member) if ticket.merged_into_id else None
    home = visible(caller.member).filter(number=number).values_list("pk", flat=True).first() if number else None
    own = [_joining(one.joining, ticket if one.number is None else None) for one in joined(ticket, caller.member)]
    links = [_tie(one) for one in ties(ticket, caller.member)]
    return {"merged_into": ids.out("ticket", home), "links": links, "joinings": own}


def _joining(row: Joining, only: Ticket | None = None) -> dict[str, Any]:
    """``only``: the one of the two tickets that the caller may see."""
    ends = {"source": row.source_id, "target": row.target_id}
    return {
        "id": ids.encode("joining", row.pk),
        "kind": str(row.kind),
        **{name: ids.encode("ticket", key) if only is None or key == only.pk else None for name, key in ends.items()},
        "at": row.at,
        "undo_until": row.undo_until,
        "undone_at": row.undone_at,
    }


def _tie(tie: Tie) -> dict[str, Any]:
    seen = tie.number is not None
    return {
        "id": ids.out("link", tie.link),
        "how": str(tie.how),
        "ticket": ids.encode("ticket", tie.ticket_id) if seen else None,
        "number": tie.number,
        "state": tie.state if seen else None,
    }
