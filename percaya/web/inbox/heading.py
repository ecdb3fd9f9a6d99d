"""What the head of a ticket shows and offers: state, owner, team, priority, labels, each with its menu."""

from typing import Any

from django.utils import timezone

from percaya.channels.registry import channels
from percaya.core.promises.queries import unsettled
from percaya.core.tickets import policy
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.tickets import chips_of
from percaya.core.workspace.policy import NOTE, REPLY
from percaya.runtime.presence import presence
from percaya.stages.chat.queries import is_live, present
from percaya.web.escalations.shown import shown
from percaya.web.inbox import queue
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.listing import wanted_by
from percaya.web.inbox.reference import reference
from percaya.web.inbox.rows import due
from percaya.web.inbox.snoozing import asleep_words, choices
from percaya.web.ui.times import language

MOST_NAMES = 24  # in a menu; more are a list to choose from
SHORT = 8  # teams or labels; more are asked for when their menu opens


def changed_heading(request: MemberRequest, ticket: Ticket) -> dict[str, Any]:
    """The heading after a change, from the ticket as it is now."""
    return heading(request, whole(ticket))


def heading(request: MemberRequest, ticket: Ticket) -> dict[str, Any]:
    """Everything ``inbox/parts/head.html`` draws, of a ticket just read."""
    member, known, wanted = request.member, reference(request.member), wanted_by(request)
    return {
        "ticket": ticket,
        "list_query": wanted.query(),
        "queue": queue.standing(request, wanted) if wanted.queue else None,
        "channel": channel_facts(ticket.channel),
        "may_reply": member.may(REPLY),
        "may_note": member.may(NOTE),
        "due": due(ticket.due_at, timezone.now(), ticket.due_kind, ticket.due_warn_at),
        "chips": chips_of(ticket, member),
        "promises": unsettled(ticket) if ticket.promise_due_at else [],
        "at_ticket": people_here(request, ticket),
        "own_labels": known.labels_on([ticket.pk])[ticket.pk],
        "all_labels": known.labels,
        "members": known.answerers if len(known.answerers) <= MOST_NAMES else None,  # else asked for when the menu opens
        "teams": known.teams,
        "short_menu": SHORT,
        "priorities": tuple(reversed(policy.PRIORITIES)),
        "moves": [(verb, to) for verb, to in policy.TARGETS.items() if ticket.state in policy.TRANSITIONS[verb]],
        "snoozes": choices(request.workspace) if ticket.is_open else [],
        "asleep": asleep_words(ticket),
        "escalations": shown(ticket, member),
    }


def people_here(request: MemberRequest, ticket: Ticket) -> list[tuple[str, str]]:
    """(name, viewing, observing or typing) of the others at this ticket."""
    names = reference(request.member).names
    members: list[tuple[str, str]] = [
        (names.get(one.member_id, ""), one.kind) for one in presence().who(ticket.pk) if one.member_id != request.member.pk
    ]
    return [*members, *present(ticket)] if is_live(ticket.channel) else members


def channel_facts(key: str) -> dict[str, Any]:
    """A channel as a page names it."""
    channel = channels().get(key)
    if channel is None:
        return {"name": key, "icon": "channel", "can": None}
    return {"name": channel.name_en if language() == "en" else channel.name_id, "icon": channel.icon, "can": channel.capabilities}


def whole(ticket: Ticket) -> Ticket:
    """The ticket as it is after a change, with the rows its head names."""
    related = ("contact", "assignee", "team", "account", "workspace", "merged_into")
    return Ticket.objects.select_related(*related).get(pk=ticket.pk)
