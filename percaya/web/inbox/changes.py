"""Changes to a ticket from its menus and keys: one table from the word in the address to the verb of the core."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from percaya.core.tickets.actions import assigning, properties, shelving, states
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.policy import READ, REPLY, may
from percaya.core.workspace.queries import members, teams
from percaya.web.inbox.answers import changed, list_url, moved_on, refused
from percaya.web.inbox.doors import MemberRequest, member_view, ticket_of
from percaya.web.inbox.heading import snooze_choices
from percaya.web.inbox.listing import Wanted, some

MOST_AT_ONCE = 60
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True)
class Change:
    """``run`` calls the verb. ``said`` is what the member reads after it, ``undo`` the change that takes it back;
    after one that ``leaves``, the next ticket comes."""

    run: Callable[[MemberRequest, Ticket], object]
    said: Callable[[Ticket], str] = lambda ticket: ""
    undo: str = ""
    leaves: bool = False


@require_POST
@member_view(READ)
def change(request: MemberRequest, number: int, verb: str) -> HttpResponse:
    """One change to one ticket."""
    if verb not in CHANGES:
        raise Http404
    ticket = ticket_of(request, number)
    if verb != "unread" and not may(request.member.role, REPLY):
        return refused(request, ticket, _("Your role reads and writes notes. Nothing was changed."))
    wanted = CHANGES[verb]
    try:
        wanted.run(request, ticket)
    except (Refused, ValidationError) as error:
        return refused(request, ticket, _sentence(error))
    undo = reverse("inbox:change", args=[request.workspace.slug, number, wanted.undo]) if wanted.undo else ""
    if wanted.leaves:
        return moved_on(request, ticket, said=wanted.said(ticket), undo=undo)
    return changed(request, ticket, said=wanted.said(ticket), undo=undo)


@require_POST
@member_view(REPLY)
def bulk(request: MemberRequest) -> HttpResponse:
    """One change (``verb``, or ``do`` in the address) to the tickets ticked in the list, each in its own transaction;
    what was refused is said."""
    verb = request.POST.get("verb") or request.GET.get("do", "")
    if verb not in CHANGES or verb in ("subject", "unread"):
        raise Http404
    numbers = [int(n) for n in request.POST.getlist("tickets")[:MOST_AT_ONCE] if n.isdecimal() and len(n) < 18]
    done, trouble = 0, ""
    for row in some(numbers, request.member):
        ticket = ticket_of(request, row.number)
        try:
            CHANGES[verb].run(request, ticket)
            done += 1
        except (Refused, ValidationError) as error:
            trouble = f"#{ticket.number}: {_sentence(error)}"
    said = ngettext("%(count)s ticket changed.", "%(count)s tickets changed.", done) % {"count": done}
    messages.success(request, said)
    if trouble:
        messages.error(request, trouble)
    return HttpResponseRedirect(list_url(request, Wanted.read(request.GET)))


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
    shelving.snooze(ticket=ticket, until=_until(request.POST.get("until", "")), by=request.by)


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


def _until(value: str) -> datetime:
    """One of the offered times, or a local time ("2026-11-26T14:30"). Raises ``Refused``."""
    offered = dict(snooze_choices(timezone.localtime()))
    if value in offered:
        return offered[value]
    try:
        moment = parse_datetime(value)
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(_("Choose when the ticket should come back."))
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _sentence(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


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
    "resolve": Change(_simple(states.resolve), _numbered(lambda: _("#%(number)s is solved.")), undo="reopen", leaves=True),
    "reopen": Change(_simple(states.reopen)),
    "close": Change(_simple(states.close)),
    "snooze": Change(_snooze, _numbered(lambda: _("#%(number)s comes back later.")), undo="wake", leaves=True),
    "wake": Change(_simple(shelving.wake)),
    "spam": Change(_simple(shelving.mark_spam), _numbered(lambda: _("#%(number)s is in spam.")), undo="unspam", leaves=True),
    "unspam": Change(_simple(shelving.unmark_spam)),
    "unread": Change(_unread, leaves=True, said=_numbered(lambda: _("#%(number)s is unread again."))),
}
