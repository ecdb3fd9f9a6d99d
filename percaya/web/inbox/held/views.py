"""What the machine could not finish by itself: arrivals it could not read, and work that gave up. Nothing is hidden."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.channels.common.texts import clean_text
from percaya.core.journal import blobs
from percaya.core.journal.jobs import StuckJob, engine
from percaya.core.workspace.policy import SUPERVISE
from percaya.stages.intake.actions.quarantine import drop, replay, take_by_hand
from percaya.stages.intake.models import Arrival
from percaya.stages.intake.queries import arrivals, quarantined
from percaya.web.inbox.answers import ticket_url
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.held.words import why_held, work
from percaya.web.inbox.listing import Wanted
from percaya.web.inbox.lists.pages import rail_context
from percaya.web.inbox.ticket.files import serve_blob

_SHOWN = 20_000  # bytes of a source shown on the page; the whole is a download
_PAGE = 100
_HEADER = re.compile(r"^(From|Subject|To|Date):[ \t]*(.*)$", re.IGNORECASE | re.MULTILINE)


@require_GET
@member_view(SUPERVISE)
def quarantine(request: MemberRequest) -> HttpResponse:
    """Arrivals that wait for a person, newest first."""
    rows = list(quarantined(request.member)[:_PAGE])
    context = {
        **rail_context(request, Wanted.read(request.GET)),
        "arrivals": rows,
        "why": why_held,
        "stuck_count": len(_stuck(request)),
    }
    return render(request, "inbox/quarantine.html", context)


@require_GET
@member_view(SUPERVISE)
def arrival(request: MemberRequest, arrival_id: int) -> HttpResponse:
    """One of them: its source, why it waits, and three ways out."""
    return _page(request, _arrival(request, arrival_id))


@require_GET
@member_view(SUPERVISE)
def raw(request: MemberRequest, arrival_id: int) -> HttpResponse:
    """Its bytes, to be saved."""
    found = _arrival(request, arrival_id)
    return serve_blob(found.sha256, f"arrival-{found.pk}.eml", "application/octet-stream", inline=False)  # type: ignore[return-value]


@require_POST
@member_view(SUPERVISE)
def settle(request: MemberRequest, arrival_id: int, verb: str) -> HttpResponse:
    """``replay`` reads it again, ``take`` makes the ticket by hand, ``drop`` lets it go (the bytes stay)."""
    found = _arrival(request, arrival_id)
    try:
        if verb == "replay":
            return _replayed(request, replay(arrival=found, by=request.by))
        if verb == "take":
            given = {name: request.POST.get(name, "")[:200_000] for name in ("sender", "name", "subject", "text")}
            ticket = take_by_hand(arrival=found, by=request.by, **given)
            return HttpResponseRedirect(ticket_url(request, ticket.number))
        if verb == "drop":
            drop(arrival=found, by=request.by)
            messages.success(request, _("Taken off the list. The original is kept."))
            return HttpResponseRedirect(reverse("inbox:quarantine", args=[request.workspace.slug]))
    except ValidationError as error:
        return _page(request, found, " ".join(error.messages))
    raise Http404


@require_GET
@member_view(SUPERVISE)
def stuck(request: MemberRequest) -> HttpResponse:
    """Jobs of this workspace that gave up."""
    context = {**rail_context(request, Wanted.read(request.GET)), "jobs": _stuck(request), "work": work}
    return render(request, "inbox/stuck.html", context)


@require_POST
@member_view(SUPERVISE)
def unstick(request: MemberRequest, job_id: int, verb: str) -> HttpResponse:
    """Try a job once more, or give it up."""
    if job_id not in {job.id for job in _stuck(request)} or verb not in ("retry", "drop"):
        raise Http404
    done = engine().retry(job_id) if verb == "retry" else engine().drop(job_id)
    if done:
        messages.success(request, _("It is tried again now.") if verb == "retry" else _("Given up."))
    return HttpResponseRedirect(reverse("inbox:stuck", args=[request.workspace.slug]))


def _stuck(request: MemberRequest) -> list[StuckJob]:
    return engine().stuck(request.workspace.pk)


def _arrival(request: MemberRequest, arrival_id: int) -> Arrival:
    found = arrivals(request.member).filter(pk=arrival_id).first() if arrival_id < 1 << 62 else None
    if found is None:
        raise Http404
    return found


def _replayed(request: MemberRequest, found: Arrival) -> HttpResponse:
    if found.ticket is not None:
        return HttpResponseRedirect(ticket_url(request, found.ticket.number))
    if found.state == "quarantined":
        messages.error(request, _("It still cannot be read. It stays here, nothing was lost."))
        return HttpResponseRedirect(reverse("inbox:arrival", args=[request.workspace.slug, found.pk]))
    messages.success(request, _("Read. There was no new message in it."))
    return HttpResponseRedirect(reverse("inbox:quarantine", args=[request.workspace.slug]))


def _page(request: MemberRequest, found: Arrival, error: str = "") -> HttpResponse:
    source = _source(found)
    context = {
        **rail_context(request, Wanted.read(request.GET)),
        "arrival": found,
        "why": why_held,
        "source": source,
        "guess": _guess(source, found),
        "error": error,
    }
    return render(request, "inbox/arrival.html", context, status=422 if error else 200)


def _source(found: Arrival) -> str:
    try:
        with blobs.store().open(found.sha256) as file:
            return clean_text(file.read(_SHOWN).decode("utf-8", "replace"))
    except blobs.Missing:
        return ""


def _guess(source: str, found: Arrival) -> dict[str, str]:
    """What a person would copy out of the source first. Only a proposal in a form."""
    headers = {name.lower(): value.strip() for name, value in _HEADER.findall(source[:4000])}
    address = re.search(r"[^\s<>\"(),;:]{1,64}@[\w.-]{1,189}", headers.get("from", "") or found.mail_from or "")
    body = source.partition("\n\n")[2]
    name = headers.get("from", "").partition("<")[0].strip(' "')
    return {
        "sender": address[0] if address else found.mail_from or "",
        "name": "" if "@" in name else name[:160],
        "subject": headers.get("subject", "")[:250],
        "text": body[:5000].strip(),
    }
