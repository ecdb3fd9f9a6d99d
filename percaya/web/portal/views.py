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
from percaya.web.portal.around import join_talk, people_of, rate_address
from percaya.web.portal.door import by_link
from percaya.web.portal.downloads import download
from percaya.web.portal.promised import vows
from percaya.web.portal.rooms import at_ticket
from percaya.web.portal.standing import standing
from percaya.web.portal.story import public_file, told
from percaya.web.portal.ways import TicketRequest, done
from percaya.web.ui import views as pages

log = structlog.get_logger(__name__)
_DONE = ("replied", "follow-up", "solved", "reopened", "added", "followed", "left", "opened")


@require_GET
def _status(request: TicketRequest) -> HttpResponse:
    """The page. ``?before=`` shows the earlier messages."""
    ticket = _current(request)
    if ticket.pk != request.ticket.pk:
        return HttpResponseRedirect(_page_of(request, ticket))
    return _page(request)


@require_POST
def _reply(request: TicketRequest) -> HttpResponse:
    """Take an answer. POST ``text``, ``files``, ``submission`` (the same when sent twice)."""
    text, files = request.POST.get("text", "").strip(), request.FILES.getlist("files")
    if trouble := unfit(text, files):
        return _page(request, trouble=trouble, text=text, status=422)
    if too_often("portal-ticket", str(request.ticket.pk), limit=20, seconds=3600):
        return pages.too_many(request, retry_after=600)
    submission = submission_of(request)
    try:
        join_talk(request)
    except Refused as refusal:
        return _page(request, trouble=str(refusal), text=text, status=422)
    try:
        arrival = answering.answer(
            request.ticket, request.reader, text=text, files=files, submission=submission, remote=peer(request)
        )
    except TooLarge:
        return _page(request, trouble=_("The files are too large together. Nothing was sent; send fewer."), text=text, status=413)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        return _no_room(request, text, had_files=bool(files))
    moved = arrival.ticket_id is not None and arrival.ticket_id != request.ticket.pk
    if moved and arrival.ticket is not None and arrival.ticket.contact_id == request.reader.contact.pk:
        return HttpResponseRedirect(f"{_page_of(request, arrival.ticket)}?done=follow-up#news")
    return done(request, "replied")


@require_POST
def _solved(request: TicketRequest) -> HttpResponse:
    """The customer says it is solved: the ticket ends."""
    ticket, by = request.ticket, Actor.contact(request.reader.contact.pk)
    if not request.reader.is_requester:
        return done(request, "")
    try:
        if ticket.state in OPEN_STATES:
            ticket = resolve(ticket=ticket, by=by, reason="customer_confirmed")
        close(ticket=ticket, by=by, reason="customer_confirmed")
    except Refused:
        return done(request, "")
    return done(request, "solved")


@require_POST
def _not_solved(request: TicketRequest) -> HttpResponse:
    """The customer says it is not: we take it up again."""
    if not request.reader.is_requester:
        return done(request, "")
    try:
        reopen(ticket=request.ticket, by=Actor.contact(request.reader.contact.pk), reason="customer_disputed")
    except Refused:
        return done(request, "")
    return done(request, "reopened")


@require_GET
def _file(request: TicketRequest, public_id: str) -> FileResponse:
    found = public_file(request.ticket, public_id)
    if found is None:
        raise Http404
    return download(request, found)


# The same deeds behind both doors: whoever holds a ticket's link, and whoever is in the portal.
status, my_status = by_link(_status), at_ticket(_status)
reply, my_reply = by_link(_reply), at_ticket(_reply)
solved, my_solved = by_link(_solved), at_ticket(_solved)
not_solved, my_not_solved = by_link(_not_solved), at_ticket(_not_solved)
file, my_file = by_link(_file), at_ticket(_file)


def _page(request: TicketRequest, *, trouble: str = "", text: str = "", status: int = 200) -> HttpResponse:
    ticket = request.ticket
    before = request.GET.get("before", "")
    messages, earlier = told(ticket, request.reader.contact.pk, int(before) if before.isdecimal() and len(before) < 19 else None)
    told_done = request.GET.get("done", "")
    page: dict[str, Any] = {
        "ticket": ticket,
        "ways": request.ways,
        "reader": request.reader,
        "people": people_of(request),
        "standing": standing(ticket),
        "vows": vows(ticket),
        "messages": messages,
        "earlier": earlier,
        "is_latest": not before,
        "done": told_done if told_done in _DONE else "",
        "trouble": trouble,
        "text": text,
        "submission": uuid.uuid4().hex,
        "rate_address": rate_address(request),
    }
    return render(cast(HttpRequest, request), "portal/status.html", page, status=status)


def _no_room(request: TicketRequest, text: str, *, had_files: bool) -> HttpResponse:
    """The disk is full, which passes: the page stands as before, with the words in it."""
    log.error("disk_full", door="portal", ticket=request.ticket.pk)
    trouble = no_room()
    if had_files:
        trouble = f"{trouble} {_('Please choose your files again: browsers do not keep them.')}"
    response = _page(request, trouble=trouble, text=text, status=507)
    response.headers["Retry-After"] = "60"
    return response


def no_room() -> str:
    """Said when the disk is full, which passes."""
    return _(
        "We cannot keep this just now. Nothing was sent, and what you wrote is still here: please send it again in a few minutes."
    )


def _current(request: TicketRequest) -> Ticket:
    """A ticket merged into another of the same person continues there."""
    ticket = request.ticket
    target = living(ticket)
    return target if request.reader.is_requester and target.contact_id == ticket.contact_id else ticket


def _page_of(request: TicketRequest, ticket: Ticket) -> str:
    """The page of another ticket of the reader, behind the same door."""
    if request.ways.is_inside:
        return reverse("portal:my_status", args=[request.workspace.slug, ticket.number])
    return reverse("portal:status", args=[token_for(ticket)])


def unfit(text: str, files: list[Any]) -> str:
    """Why words and files cannot be taken; "" when they can."""
    if not text and not files:
        return _("Write something or choose a file, then send.")
    if len(text) > 20_000:
        return _("This is longer than we can take (20,000 characters). Nothing was sent; shorten it or attach a file.")
    if answering.too_much(files):
        return _("At most 10 files, each up to 10 MB and 20 MB together. Nothing was sent; choose fewer.")
    return ""


def submission_of(request: HttpRequest) -> str:
    """What makes a form sent twice one message."""
    given = request.POST.get("submission", "")
    return f"portal-{given}" if len(given) == 32 and given.isalnum() else f"portal-{uuid.uuid4().hex}"
