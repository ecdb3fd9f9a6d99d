"""The door of the status page: a signed link opens one ticket, for anyone who holds it and for nothing else."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

from percaya.core.tickets.models import Ticket
from percaya.core.tickets.status_links import ticket_of
from percaya.core.workspace.models import Workspace
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.ui import views as pages

View = Callable[..., HttpResponseBase]
_READS, _WRITES = (120, 60), (12, 600)  # (times, seconds) for one peer


class LinkRequest(HttpRequest):
    ticket: Ticket
    token: str
    workspace: Workspace


def by_link(view: View) -> View:
    """Guard a view of ``/s/<token>``: it gets ``request.ticket``. Unknown, forged, old and revoked links look alike.

    The answer is never kept by caches or search engines. Its Referrer-Policy stays "same-origin": with "no-referrer"
    browsers send ``Origin: null``, which the CSRF check must refuse, and no form of the page would work.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        limit, seconds = _WRITES if request.method == "POST" else _READS
        if too_often(f"portal-{request.method}", peer(request), limit=limit, seconds=seconds):
            return _private(pages.too_many(request, retry_after=seconds))
        ticket = ticket_of(token)
        if ticket is None:
            return _private(render(request, "portal/gone.html", status=404))
        _settle(request, ticket, token)
        return _private(view(request, **kwargs))

    return guarded


def _settle(request: HttpRequest, ticket: Ticket, token: str) -> None:
    opened = cast(LinkRequest, request)
    opened.ticket, opened.token, opened.workspace = ticket, token, ticket.workspace
    timezone.activate(ticket.workspace.time_zone)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and ticket.language in ("id", "en"):
        translation.activate(ticket.language)


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
