"""What stands around a ticket, in the tab beside it: asked for when the tab is open, and brought up to date with the head."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from percaya.core.desk.queries.templates import checklist_templates
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.fields import ticket_fields, values_of
from percaya.core.tickets.queries.tickets import checklist, chips_of, followers, time_spent
from percaya.core.workspace.policy import NOTE, REPLY
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.fields import boxes
from percaya.web.inbox.heading import channel_facts
from percaya.web.inbox.joining.linking import ties_of
from percaya.web.inbox.listing import wanted_by
from percaya.web.inbox.reference import reference
from percaya.web.inbox.ticket.beside import TICKET, open_tab
from percaya.web.inbox.ticket.clocks import shown_clocks
from percaya.web.inbox.ticket.next_word import next_word


@require_GET
@member_view()
def around(request: MemberRequest, number: int) -> HttpResponse:
    """The tab, for a page that opens it."""
    return render(request, "inbox/parts/around.html", around_context(request, ticket_of(request, number)))


def beside_context(request: MemberRequest, ticket: Ticket) -> dict[str, Any]:
    """Which tab is open, and what is around the ticket if it is that one."""
    opened = open_tab(request)
    return {"beside": opened, **(around_context(request, ticket) if opened == TICKET else {"around": None})}


def around_context(
    request: MemberRequest,
    ticket: Ticket,
    *,
    typed: QueryDict | None = None,
    errors: Mapping[str, Sequence[str]] | None = None,
    revealed: str = "",
) -> dict[str, Any]:
    """Everything ``inbox/parts/around.html`` draws. ``typed`` and ``errors`` are of a form that was refused."""
    fields, may_reply = ticket_fields(ticket.workspace_id), request.member.may(REPLY)
    chips, following = chips_of(ticket, request.member), followers(ticket.pk)
    steps = checklist(ticket.pk) if chips.steps else []
    known = {pk for pk, _name in following}
    return {
        "ticket": ticket,
        "channel": channel_facts(ticket.channel),
        "list_query": wanted_by(request).query(),
        "may_reply": may_reply,
        "may_note": request.member.may(NOTE),
        "chips": chips,
        "ties": ties_of(request, ticket),
        "around": {
            "boxes": boxes(fields, values_of(ticket.pk, fields), typed=typed, errors=errors, revealed=revealed),
            "clocks": shown_clocks(ticket),
            "next_word": next_word(ticket),
            "steps": steps,
            "steps_done": sum(step.done_at is not None for step in steps),
            "checklists": checklist_templates(request.member) if may_reply else [],
            "times": time_spent(ticket.pk) if ticket.minutes_spent else [],
            "followers": following,
            "others": [one for one in reference(request.member).people if one.pk not in known],
        },
    }
