"""Many tickets at once: choosing them, what can be done with them, and the run that does it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from percaya.core import public_ids
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.queries.tickets import visible
from percaya.core.workspace.policy import REPLY
from percaya.stages.bulk import actions, queries
from percaya.stages.bulk.models import Run, RunState
from percaya.stages.delivery.queries import closed_windows
from percaya.web.inbox.answers import is_script, list_url
from percaya.web.inbox.bulk.args import args_of
from percaya.web.inbox.bulk.pages import finding_out, menu_context, run_context, run_url
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import Wanted, all_ids
from percaya.web.inbox.ticket.changes import sentence_of

ASKS_MORE = ("reply", "merge", "macro")  # deeds with a page of their own, where what will happen is seen first


@require_POST
@member_view(REPLY)
def bulk(request: MemberRequest) -> HttpResponse:
    """One deed (``verb``, or ``do`` in the address) to the ticked tickets, or to those of an earlier choice (``run``)."""
    deed = request.POST.get("verb") or request.GET.get("do", "")
    try:
        run = _chosen(request) or _choose(request)
        if deed in ASKS_MORE:
            return _go(request, f"{run_url(request, run)}?deed={deed}")
        run = actions.begin(run=run, deed=deed, args=args_of(request, deed), by=request.by)
    except (Refused, ValidationError) as error:
        return finding_out(request, sentence_of(error))
    return _begun(request, run)


@require_POST
@member_view(REPLY)
def choose(request: MemberRequest) -> HttpResponse:
    """Set tickets aside as they are now: the ticked ones, or with ``all`` everything in the view."""
    try:
        run = _choose(request)
    except Refused as error:
        return finding_out(request, str(error))
    if is_script(request):
        return JsonResponse({"run": public_ids.encode("run", run.pk), "count": run.total, "said": _frozen(run)})
    return HttpResponseRedirect(run_url(request, run))


@require_GET
@member_view(REPLY)
def size(request: MemberRequest) -> HttpResponse:
    """How many tickets the view has now, for the offer to choose them all."""
    wanted = Wanted.read(request.GET)
    count = wanted.rows(request.member).order_by()[: actions.MOST + 1].count()
    return JsonResponse({"count": min(count, actions.MOST), "said": _offer(count)})


@require_GET
@member_view(REPLY)
def menu(request: MemberRequest) -> HttpResponse:
    """What a menu of the bar offers (``?of=``): drawn when it opens, for two hundred names would weigh on every page."""
    return render(request, "inbox/parts/bulk_menu.html", menu_context(request, Wanted.read(request.GET)))


@require_GET
@member_view(REPLY)
def runs(request: MemberRequest) -> HttpResponse:
    """What the member had done to many tickets lately."""
    return render(request, "inbox/runs.html", run_context(request))


@require_GET
@member_view(REPLY)
def run(request: MemberRequest, public_id: str) -> HttpResponse:
    """One run: what may be done with the chosen tickets; later how it stands, and which tickets were not changed and why."""
    return render(request, "inbox/run.html", run_context(request, _run(request, public_id)))


@require_GET
@member_view(REPLY)
def panel(request: MemberRequest, public_id: str) -> HttpResponse:
    """How it stands, for the corner of whatever page the member is on."""
    found = _run(request, public_id)
    if found.state == RunState.CHOSEN:
        raise Http404
    return render(request, "inbox/parts/run_panel.html", run_context(request, found))


@require_POST
@member_view(REPLY)
def run_do(request: MemberRequest, public_id: str, verb: str) -> HttpResponse:
    """``begin`` a deed on a choice, ``undo`` it, or ``stop`` one that cannot be undone."""
    found = _run(request, public_id)
    try:
        if verb == "begin":
            deed = request.POST.get("deed", "")
            args = args_of(request, deed)
            if deed == "reply":  # settled now, as it was shown: these are left out, each with its reason
                args["closed"] = sorted(closed_windows(queries.chosen_tickets(found, request.member)))
            return _begun(request, actions.begin(run=found, deed=deed, args=args, by=request.by))
        if verb == "undo":
            actions.take_back(run=found, by=request.by)
        elif verb == "stop":
            actions.stop(run=found, by=request.by)
        else:
            raise Http404
    except (Refused, ValidationError) as error:
        return finding_out(request, sentence_of(error), run_url(request, found))
    if is_script(request):
        return JsonResponse({"ok": True, "panel": reverse("inbox:run_panel", args=[request.workspace.slug, public_id])})
    return HttpResponseRedirect(run_url(request, found))


def _choose(request: MemberRequest) -> Run:
    """Raises ``Refused`` for an empty choice."""
    wanted = Wanted.read(request.GET)
    if request.POST.get("all"):
        ids = all_ids(wanted, request.member, limit=actions.MOST + 1)
    else:
        numbers = [int(n) for n in request.POST.getlist("tickets")[: actions.MOST] if n.isdecimal() and len(n) < 18]
        known = dict(visible(request.member).filter(number__in=numbers).values_list("number", "pk"))
        ids = [known[number] for number in numbers if number in known]
    if not ids:
        raise Refused(_("No ticket is selected. Nothing was changed."))
    return actions.choose(member=request.member, tickets=ids, source=wanted.query())


def _chosen(request: MemberRequest) -> Run | None:
    """The choice that was made before, while nothing has been done with it yet."""
    found = queries.run_of(request.member, public_ids.decode("run", request.POST.get("run", "")))
    return found if found and found.state == RunState.CHOSEN else None


def _run(request: MemberRequest, public_id: str) -> Run:
    found = queries.run_of(request.member, public_ids.decode("run", public_id))
    if found is None:
        raise Http404
    return found


def _begun(request: MemberRequest, run: Run) -> HttpResponse:
    if is_script(request):
        address = reverse("inbox:run_panel", args=[request.workspace.slug, public_ids.encode("run", run.pk)])
        return JsonResponse({"ok": True, "panel": address, "list": list_url(request, Wanted.read(request.GET))})
    return HttpResponseRedirect(run_url(request, run))


def _go(request: MemberRequest, address: str) -> HttpResponse:
    return JsonResponse({"go": address}) if is_script(request) else HttpResponseRedirect(address)


def _offer(count: int) -> str:
    if count > actions.MOST:
        return _("Select the first %(count)s in this view") % {"count": actions.MOST}
    return ngettext("Select %(num)d in this view", "Select all %(num)d in this view", count) % {"num": count}


def _frozen(run: Run) -> str:
    if run.is_cut:
        return _("The first %(count)s are selected: no more are done at once.") % {"count": run.total}
    one, many = _("1 ticket is selected, as the view stands now."), _("%(count)s tickets are selected, as the view stands now.")
    return one if run.total == 1 else many % {"count": run.total}
