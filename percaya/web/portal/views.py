"""The customer's status page: read, answer, "solved", "not solved yet". Works without scripts and without an account."""

import uuid
from typing import Any, cast

import structlog
from django.db import DatabaseError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core.journal.actor import Actor
from percaya.core.journal.room import is_full
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.states import close, reopen, resolve
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.policy import OPEN_STATES
from percaya.core.tickets.queries.joinings import living
from percaya.core.tickets.status_links import token_for
from percaya.stages.intake.actions.accepting import TooLarge
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.portal import answering
from percaya.web.portal.door import LinkRequest, by_link
from percaya.web.portal.downloads import download
from percaya.web.portal.promised import vows
from percaya.web.portal.standing import standing
from percaya.web.portal.story import public_file, told
from percaya.web.ui import views as pages

log = structlog.get_logger(__name__)
_DONE = ("replied", "follow-up", "solved", "reopened")


@by_link
@require_GET
def status(request: LinkRequest) -> HttpResponse:
    """The page. ``?before=`` shows the earlier messages."""
    ticket = _current(request)
    if ticket.pk != request.ticket.pk:
        return HttpResponseRedirect(reverse("portal:status", args=[token_for(ticket)]))
    return _page(request)


@by_link
@require_POST
def reply(request: LinkRequest) -> HttpResponse:
    """Take an answer. POST ``text``, ``files``, ``submission`` (the same when sent twice)."""
    text, files = request.POST.get("text", "").strip(), request.FILES.getlist("files")
    if trouble := _unfit(text, files):
        return _page(request, trouble=trouble, text=text, status=422)
    if too_often("portal-ticket", str(request.ticket.pk), limit=20, seconds=3600):
        return pages.too_many(request, retry_after=600)
    submission = _submission(request.POST.get("submission", ""))
    try:
        arrival = answering.answer(request.ticket, text=text, files=files, submission=submission, remote=peer(request))
    except TooLarge:
        return _page(request, trouble=_("The files are too large together. Nothing was sent; send fewer."), text=text, status=413)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        return _no_room(request, text, had_files=bool(files))
    moved = arrival.ticket_id is not None and arrival.ticket_id != request.ticket.pk
    if moved and arrival.ticket is not None and arrival.ticket.contact_id == request.ticket.contact_id:
        return _done(token_for(arrival.ticket), "follow-up")
    return _done(request.token, "replied")


@by_link
@require_POST
def solved(request: LinkRequest) -> HttpResponse:
    """The customer says it is solved: the ticket ends."""
    ticket, by = request.ticket, Actor.contact(request.ticket.contact_id)
    try:
        if ticket.state in OPEN_STATES:
            ticket = resolve(ticket=ticket, by=by, reason="customer_confirmed")
        close(ticket=ticket, by=by, reason="customer_confirmed")
    except Refused:
        return _done(request.token, "")
    return _done(request.token, "solved")


@by_link
@require_POST
def not_solved(request: LinkRequest) -> HttpResponse:
    """The customer says it is not: we take it up again."""
    try:
        reopen(ticket=request.ticket, by=Actor.contact(request.ticket.contact_id), reason="customer_disputed")
    except Refused:
        return _done(request.token, "")
    return _done(request.token, "reopened")


@by_link
@require_GET
def file(request: LinkRequest, public_id: str) -> FileResponse:
    found = public_file(request.ticket, public_id)
    if found is None:
        raise Http404
    return download(found)


def _page(request: LinkRequest, *, trouble: str = "", text: str = "", status: int = 200) -> HttpResponse:
    ticket = request.ticket
    before = request.GET.get("before", "")
    messages, earlier = told(ticket, int(before) if before.isdecimal() and len(before) < 19 else None)
    done = request.GET.get("done", "")
    page: dict[str, Any] = {
        "ticket": ticket,
        "token": request.token,
        "standing": standing(ticket),
        "vows": vows(ticket),
        "messages": messages,
        "earlier": earlier,
        "is_latest": not before,
        "done": done if done in _DONE else "",
        "trouble": trouble,
        "text": text,
        "submission": uuid.uuid4().hex,
    }
    return render(cast(HttpRequest, request), "portal/status.html", page, status=status)


def _no_room(request: LinkRequest, text: str, *, had_files: bool) -> HttpResponse:
    """The disk is full, which passes: the page stands as before, with the words in it."""
    log.error("disk_full", door="portal", ticket=request.ticket.pk)
    trouble = _(
        "We cannot keep this just now. Nothing was sent, and what you wrote is still here: please send it again in a few minutes."
    )
    if had_files:
        trouble = f"{trouble} {_('Please choose your files again: browsers do not keep them.')}"
    response = _page(request, trouble=trouble, text=text, status=507)
    response.headers["Retry-After"] = "60"
    return response


def _current(request: LinkRequest) -> Ticket:
    """A ticket merged into another of the same person continues there."""
    ticket = request.ticket
    target = living(ticket)
    return target if target.contact_id == ticket.contact_id else ticket


def _unfit(text: str, files: list[Any]) -> str:
    if not text and not files:
        return _("Write something or choose a file, then send.")
    if len(text) > 20_000:
        return _("This is longer than we can take (20,000 characters). Nothing was sent; shorten it or attach a file.")
    if answering.too_much(files):
        return _("At most 10 files, each up to 10 MB and 20 MB together. Nothing was sent; choose fewer.")
    return ""


def _submission(given: str) -> str:
    return f"portal-{given}" if len(given) == 32 and given.isalnum() else f"portal-{uuid.uuid4().hex}"


def _done(token: str, what: str) -> HttpResponse:
    address = reverse("portal:status", args=[token])
    return HttpResponseRedirect(f"{address}?done={what}#news" if what else address)
