"""What the pages and menus of many tickets at once draw."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from percaya.core import public_ids
from percaya.core.desk.queries.macros import macros_of
from percaya.core.tickets import policy
from percaya.stages.bulk import queries
from percaya.stages.bulk.models import Run, RunState
from percaya.stages.delivery.queries import closed_windows
from percaya.web.inbox.answers import is_script, list_url
from percaya.web.inbox.bulk.words import deed_words, stand_words, undo_seconds
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.lists.pages import rail_context
from percaya.web.inbox.reference import reference
from percaya.web.inbox.snoozing import choices
from percaya.web.people.shown import way_text

SHOWN = 200  # tickets listed on the page of a choice
MENUS = ("assign", "team", "state", "priority", "label", "snooze", "more")


def run_url(request: MemberRequest, run: Run) -> str:
    return reverse("inbox:run", args=[request.workspace.slug, public_ids.encode("run", run.pk)])


def finding_out(request: MemberRequest, why: str, address: str = "") -> HttpResponse:
    """Nothing was begun, and this is why."""
    if is_script(request):
        return HttpResponse(why, status=409, content_type="text/plain; charset=utf-8")
    messages.error(request, why)
    return HttpResponseRedirect(address or list_url(request, Wanted.read(request.GET)))


def menu_context(request: MemberRequest, wanted: Wanted) -> dict[str, Any]:
    """What can be chosen for a deed, for the menus of the bar and for the page without scripts."""
    known = reference(request.member)
    of = request.GET.get("of", "")
    hidden = request.member.hidden_team_ids
    return {
        "of": of if of in MENUS else "",
        "wanted": wanted,
        "people": known.answerers,
        "teams": [team for team in known.teams if team.pk not in hidden],
        "labels": known.labels,
        "priorities": tuple(reversed(policy.PRIORITIES)),
        "snoozes": choices(request.workspace),
    }


def run_context(request: MemberRequest, run: Run | None = None) -> dict[str, Any]:
    """One run, or (with none) the list of the member's runs."""
    wanted = Wanted.read(request.GET)
    context: dict[str, Any] = {**rail_context(request, wanted), "Run": RunState}
    if run is None:
        return {**context, "runs": [_told(request, one) for one in queries.recent(request.member)]}
    if run.state == RunState.CHOSEN:
        told = {"run": run, "id": public_ids.encode("run", run.pk), "url": run_url(request, run)}
        return {**context, **menu_context(request, wanted), **_asking(request, run), "told": told}
    return {**context, "told": _told(request, run), "troubles": queries.troubles(run), "in_part": queries.in_part(run)}


def _told(request: MemberRequest, run: Run) -> dict[str, Any]:
    stand = queries.progress(run)
    back = stand.back + stand.kept
    return {
        "run": run,
        "id": public_ids.encode("run", run.pk),
        "url": run_url(request, run),
        "deed": deed_words(request, run),
        "stand": stand,
        "words": stand_words(run, stand),
        "done": back if run.state == RunState.UNDOING else run.total - stand.left,
        "of": stand.done + back if run.state == RunState.UNDOING else run.total,
        "at_work": run.state in queries.IN_WORK,
        "may_undo": queries.may_take_back(run),
        "may_stop": queries.may_stop(run),
        "seconds": undo_seconds(run),
        "wrong": stand.failed + stand.kept,
    }


def _asking(request: MemberRequest, run: Run) -> dict[str, Any]:
    """The chosen tickets, and what the page of a deed shows before it is done."""
    deed = request.GET.get("deed", "")
    tickets = queries.chosen_tickets(run, request.member)
    closed = closed_windows(tickets) if deed == "reply" else set()
    macros = list(macros_of(request.member).filter(is_active=True).order_by("-used", "name")[:200])
    return {
        "deed": deed,
        "tickets": tickets[:SHOWN],
        "count": len(tickets),
        "recipients": [(one, way_text(to)) for one, to in queries.recipients(tickets[:SHOWN])] if deed == "reply" else [],
        "closed": closed,
        "macros": macros,
        "leaving": {one.pk for one in macros if queries.leaves_something(one)},
        "customers": len({ticket.contact_id for ticket in tickets}),
        "then": ("", "wait", "resolve"),
        "list_address": f"{reverse('inbox:list', args=[request.workspace.slug])}?{run.source}",
    }
