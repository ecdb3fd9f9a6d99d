"""The people of a ticket beside its customer: brought in by their address, following, leaving; and the rating that was asked."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import enqueue
from percaya.core.ratings.links import token_for as rating_token
from percaya.core.ratings.queries import ratings_of
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.participants import bring_in, follow_as_customer, stop_following
from percaya.core.tickets.queries.tickets import participants
from percaya.web.accounts.throttle import too_often
from percaya.web.portal.rooms import at_ticket
from percaya.web.portal.ways import TicketRequest, done
from percaya.web.ui import views as pages

_A_DAY = 10  # people whom one customer brings in


@dataclass(frozen=True)
class Around:
    """``names``: who is in copy, in words. ``follows``: the reader is one of them. ``may_add``: the reader may bring others in;
    ``may_follow``: the reader is a colleague who is not in copy yet."""

    names: list[str]
    follows: bool
    may_add: bool
    may_follow: bool


def people_of(request: TicketRequest) -> Around:
    """Nobody's address is shown to anyone but the customer whose ticket it is."""
    reader = request.reader
    copied = [one for one in participants(request.ticket) if one.role == "cc"]
    follows = any(one.contact_id == reader.contact.pk for one in copied)
    names = [one.name or (one.value if reader.is_requester else _("Somebody in copy")) for one in copied]
    inside = request.ways.is_inside
    return Around(names, follows, may_add=inside and reader.is_requester, may_follow=inside and not reader.is_requester)


def join_talk(request: TicketRequest) -> None:
    """A colleague who answers follows the ticket from then on: their words are no stranger's."""
    reader = request.reader
    if reader.is_requester or reader.handle is None:
        return
    by = Actor.contact(reader.contact.pk)
    follow_as_customer(ticket=request.ticket, contact=reader.contact, kind=reader.handle.kind, value=reader.handle.value, by=by)


def rate_address(request: TicketRequest) -> str:
    """Where the customer says how it went, once they were asked."""
    if not request.reader.is_requester:
        return ""
    asked = ratings_of(request.ticket.pk).first()
    return reverse("portal:rating", args=[rating_token(asked)]) if asked else ""


@at_ticket
@require_POST
def add(request: TicketRequest) -> HttpResponse:
    """POST ``email``: they are in copy, and get a link of their own."""
    if not request.reader.is_requester:
        return done(request, "")
    if too_often("portal-add", str(request.reader.contact.pk), limit=_A_DAY, seconds=86_400):
        return pages.too_many(request, retry_after=3600)
    try:
        made = bring_in(
            ticket=request.ticket, email=request.POST.get("email", "")[:254], by=Actor.contact(request.reader.contact.pk)
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return done(request, "")
    enqueue("portal.send_invitation", args={"participant_id": made.pk}, workspace_id=request.workspace.pk)
    return done(request, "added")


@at_ticket
@require_POST
def follow(request: TicketRequest) -> HttpResponse:
    """A colleague gets our answers too from now on."""
    try:
        join_talk(request)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return done(request, "")
    return done(request, "followed")


@at_ticket
@require_POST
def unfollow(request: TicketRequest) -> HttpResponse:
    """Out of copy; somebody who saw the ticket only for that sees it no more."""
    stop_following(ticket=request.ticket, contact=request.reader.contact, by=Actor.contact(request.reader.contact.pk))
    return HttpResponseRedirect(reverse("portal:mine", args=[request.workspace.slug]) + "?done=left")
