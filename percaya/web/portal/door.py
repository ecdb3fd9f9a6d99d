"""The door of the status page: a signed link opens one ticket, for anyone who holds it and for nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

from percaya.core.people.queries import handles
from percaya.core.tickets.status_links import Opened, opened_by
from percaya.web.portal.looks import dress
from percaya.web.portal.pace import Pace, crowd_too_fast, pace_of, too_fast
from percaya.web.portal.ways import Reader, TicketRequest, Ways
from percaya.web.ui import views as pages

View = Callable[..., HttpResponseBase]
_READS, _WRITES = Pace(120, 60), Pace(12, 600)  # of one link


def by_link(view: View) -> View:
    """Guard a view of ``/s/<token>``: it gets a ``TicketRequest``. Unknown, forged, old and revoked links look alike.

    The answer is never kept by caches or search engines. Its Referrer-Policy stays "same-origin": with "no-referrer"
    browsers send ``Origin: null``, which the CSRF check must refuse, and no form of the page would work.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        pace, door = pace_of(request, _READS, _WRITES), f"portal-{request.method}"
        if crowd_too_fast(door, request, pace):
            return private(pages.too_many(request, retry_after=pace.seconds))
        opened = opened_by(token)
        if opened is None:
            return private(render(request, "portal/gone.html", status=404))
        whose = (opened.ticket.pk, opened.participant.pk if opened.participant else 0)
        if too_fast(door, whose, pace):
            return private(pages.too_many(request, retry_after=pace.seconds))
        _settle(request, opened, token)
        return private(view(request, **kwargs))

    return guarded


def _settle(request: HttpRequest, found: Opened, token: str) -> None:
    opened, ticket = cast(TicketRequest, request), found.ticket
    opened.ticket, opened.workspace, opened.ways = ticket, ticket.workspace, Ways("", (token,))
    opened.reader = _reader(found)
    dress(request, ticket.workspace, ticket.account)
    timezone.activate(ticket.workspace.time_zone)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and ticket.language in ("id", "en"):
        translation.activate(ticket.language)


def _reader(found: Opened) -> Reader:
    if found.participant is None or found.participant.contact is None:
        return Reader(found.ticket.contact)
    contact, kind, value = found.participant.contact, found.participant.kind, found.participant.value
    handle = handles(contact.pk).filter(kind=kind, value=value).first()
    return Reader(contact, handle, is_requester=False)


def private(response: HttpResponseBase) -> HttpResponseBase:
    """Kept by no cache and found by no search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
