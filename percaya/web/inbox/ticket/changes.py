"""Changes to a ticket from its menus and keys: one table from the word in the address to the verb of the core."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core.tickets.actions import assigning, properties, shelving, states
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.undoing import Span, measured, undo
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.policy import READ, REPLY
from percaya.core.workspace.queries import members, teams
from percaya.web.inbox.answers import changed, is_script, moved_on, refused
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.snoozing import chosen
from percaya.web.inbox.ticket.news import said_of

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True)
class Change:
    """``run`` calls the verb. ``said`` is what the member reads after it, when the events' own sentences do not say it better;
    after one that ``leaves``, the next ticket comes."""

    run: Callable[[MemberRequest, Ticket], object]
    said: Callable[[Ticket], str] = lambda ticket: ""
    leaves: bool = False


@require_POST
@member_view(READ)
def change(request: MemberRequest, number: int, verb: str) -> HttpResponse:
    """One change to one ticket; the answer carries the address that takes it back."""
    if verb not in CHANGES:
        raise Http404
    ticket = ticket_of(request, number)
    if verb != "unread" and not request.member.may(REPLY):
        return refused(request, ticket, _("Your role reads and writes notes. Nothing was changed."))
    wanted = CHANGES[verb]
    try:
        span = measured(ticket, lambda: wanted.run(request, ticket))
    except (Refused, ValidationError) as error:
        return refused(request, ticket, sentence_of(error), lacks=getattr(error, "lacks", ""))
    said = wanted.said(ticket) or said_of(request, ticket, span)
    answer = moved_on if wanted.leaves else changed
    return answer(request, ticket, said=said, undo=undo_address(request, number, span))


@require_POST
@member_view(REPLY)
def take_back(request: MemberRequest, number: int) -> HttpResponse:
    """Undo the change that made version ``?upto=`` of version ``?after=``; whoever may change a ticket may undo a change."""
    ticket = ticket_of(request, number)
    after, upto = _version(request, "after"), _version(request, "upto")
    try:
        undo(ticket=ticket, after=after, upto=upto, by=request.by)
    except Refused as error:
        return refused(request, ticket, str(error))
    said = _("#%(number)s is as it was.") % {"number": ticket.number}
    return JsonResponse({"ok": True, "said": said}) if is_script(request) else changed(request, ticket, said=said)


def undo_address(request: MemberRequest, number: int, span: Span) -> str:
    """Where a change is taken back; nowhere for one that changed nothing."""
    if not span.changed:
        return ""
    query = urlencode({"after": span.after, "upto": span.upto})
    return f"{reverse('inbox:undo', args=[request.workspace.slug, number])}?{query}"


def _version(request: MemberRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def sentence_of(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _take(request: MemberRequest, ticket: Ticket) -> None:
    assigning.assign(ticket=ticket, to=request.member, by=request.by)


def _assign(request: MemberRequest, ticket: Ticket) -> None:
    to = _chosen(request, "member", members(request.workspace.pk))
    assigning.assign(ticket=ticket, to=to, by=request.by)


def _team(request: MemberRequest, ticket: Ticket) -> None:
    own = teams(request.workspace.pk).exclude(pk__in=request.member.hidden_team_ids)  # a ticket given there would be gone
    to = _chosen(request, "team", own)
    assigning.set_team(ticket=ticket, to=to, by=request.by)


def _priority(request: MemberRequest, ticket: Ticket) -> None:
    properties.change_priority(ticket=ticket, to=request.POST.get("priority", ""), by=request.by)


def _subject(request: MemberRequest, ticket: Ticket) -> None:
    properties.change_subject(ticket=ticket, to=request.POST.get("subject", ""), by=request.by)


def _label(request: MemberRequest, ticket: Ticket) -> None:
    properties.add_label(ticket=ticket, name=request.POST.get("label", ""), by=request.by)


def _unlabel(request: MemberRequest, ticket: Ticket) -> None:
    label = request.POST.get("label", "")
    properties.remove_label(ticket=ticket, label_id=int(label) if label.isdecimal() and len(label) < 18 else 0, by=request.by)


def _wait_customer(request: MemberRequest, ticket: Ticket) -> None:
    states.wait_for_customer(ticket=ticket, question=request.POST.get("words", "")[:120], by=request.by)


def _wait_other(request: MemberRequest, ticket: Ticket) -> None:
    states.wait_for_other(ticket=ticket, whom=request.POST.get("words", "")[:120], by=request.by)


def _snooze(request: MemberRequest, ticket: Ticket) -> None:
    shelving.snooze(ticket=ticket, until=chosen(request.workspace, request.POST.get("until", "")), by=request.by)


def _unread(request: MemberRequest, ticket: Ticket) -> None:
    shelving.mark_unseen(ticket=ticket, member=request.member)


def _simple(verb: Callable[..., object]) -> Callable[[MemberRequest, Ticket], object]:
    return lambda request, ticket: verb(ticket=ticket, by=request.by)


def _chosen(request: MemberRequest, field: str, rows: QuerySet[_Row]) -> _Row | None:
    """The row of that id among those allowed; nobody for an empty choice. Raises ``Refused`` for any other id."""
    value = request.POST.get(field, "")
    if not value:
        return None
    found = rows.filter(pk=int(value)).first() if value.isdecimal() and len(value) < 18 else None
    if found is None:
        raise Refused(_("That choice is not there any more. Nothing was changed."))
    return found


def _numbered(pattern: Callable[[], str]) -> Callable[[Ticket], str]:
    return lambda ticket: pattern() % {"number": ticket.number}


CHANGES: dict[str, Change] = {
    "take": Change(_take),
    "assign": Change(_assign),
    "team": Change(_team),
    "priority": Change(_priority),
    "subject": Change(_subject),
    "label": Change(_label),
    "unlabel": Change(_unlabel),
    "start": Change(_simple(states.start)),
    "wait_for_customer": Change(_wait_customer),
    "wait_for_other": Change(_wait_other),
    "resolve": Change(_simple(states.resolve), _numbered(lambda: _("#%(number)s is solved.")), leaves=True),
    "reopen": Change(_simple(states.reopen)),
    "close": Change(_simple(states.close), leaves=True),
    "snooze": Change(_snooze, leaves=True),
    "wake": Change(_simple(shelving.wake)),
    "spam": Change(_simple(shelving.mark_spam), _numbered(lambda: _("#%(number)s is in spam.")), leaves=True),
    "unspam": Change(_simple(shelving.unmark_spam)),
    "unread": Change(_unread, leaves=True, said=_numbered(lambda: _("#%(number)s is unread again."))),
}
