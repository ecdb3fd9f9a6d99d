"""The doors of the portal, ``/p/<slug>/…``: of a workspace, for whoever is in, and of one ticket that they may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation

from percaya.core.people.models import Contact, PortalSession
from percaya.core.people.portal import session_of, shared_organisation
from percaya.core.tickets.queries.of_customer import seen_by
from percaya.core.workspace.models import Workspace
from percaya.web.portal.door import private
from percaya.web.portal.looks import Look, dress
from percaya.web.portal.pace import crowd_too_fast, pace_of, too_fast
from percaya.web.portal.ways import Reader, TicketRequest, Ways
from percaya.web.ui import views as pages

View = Callable[..., HttpResponseBase]


class PortalRequest(HttpRequest):
    workspace: Workspace
    session_in: PortalSession | None
    contact: Contact
    portal_look: Look


def cookie(workspace: Workspace, what: str) -> str:
    """The name of a cookie of the portal: one for each workspace, since one may be a customer of several."""
    return f"{'__Host-' if settings.SECURE else ''}percaya_{what}_{workspace.slug}"


def of_workspace(view: View) -> View:
    """Find the workspace. ``request.session_in`` is the device's session, if it is in."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        pace, door = pace_of(request), f"rooms-{request.method}"
        if crowd_too_fast(door, request, pace):
            return private(pages.too_many(request, retry_after=pace.seconds))
        workspace = Workspace.objects.filter(slug=slug).first()
        if workspace is None:
            raise Http404
        room = cast(PortalRequest, request)
        room.workspace = workspace
        room.session_in = session_of(workspace.pk, request.COOKIES.get(cookie(workspace, "portal"), ""))
        if room.session_in is not None and too_fast(door, room.session_in.pk, pace):
            return private(pages.too_many(request, retry_after=pace.seconds))
        dress(request, workspace)
        timezone.activate(workspace.time_zone)
        if room.session_in is not None:
            room.contact = room.session_in.handle.contact
            _speak(request, room.contact.language)
        return private(view(request, **kwargs))

    return guarded


def inside(view: View) -> View:
    """Only for whoever is in; everybody else is asked for their address, and comes back to the same ticket, or to
    the new request with the words that it was opened with."""

    @wraps(view)
    def guarded(request: PortalRequest, **kwargs: Any) -> HttpResponseBase:
        if request.session_in is None:
            entrance = reverse("portal:enter", args=[request.workspace.slug])
            onward = _onward(request, kwargs.get("number"))
            return HttpResponseRedirect(f"{entrance}?{urlencode(onward)}" if onward else entrance)
        return view(request, **kwargs)

    return of_workspace(guarded)


def at_ticket(view: View) -> View:
    """One ticket out of those that the person may see; any other is not there, whether it exists or not."""

    @wraps(view)
    def guarded(request: PortalRequest, number: int, **kwargs: Any) -> HttpResponseBase:
        rows = visible(request).select_related("contact", "assignee", "team", "merged_into")
        ticket = rows.filter(number=number).first()
        if ticket is None:
            raise Http404
        ticket.workspace = request.workspace
        opened = cast(TicketRequest, request)
        assert request.session_in is not None
        opened.ticket = ticket
        opened.reader = Reader(request.contact, request.session_in.handle, is_requester=ticket.contact_id == request.contact.pk)
        opened.ways = Ways("my_", (request.workspace.slug, number))
        return view(request, **kwargs)

    return inside(guarded)


def visible(request: PortalRequest) -> Any:
    """The tickets that the person may see."""
    return seen_by(request.contact, organisation_id=shared_organisation(request.contact))


def _onward(request: PortalRequest, number: int | None) -> dict[str, str]:
    if number:
        return {"ticket": str(number)}
    if request.path != reverse("portal:new", args=[request.workspace.slug]):
        return {}
    return {"new": "1", "q": request.GET.get("q", "").strip()[:200]}


def _speak(request: HttpRequest, language: str) -> None:
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and language in ("id", "en"):
        translation.activate(language)
