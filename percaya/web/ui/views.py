"""Pages that belong to no stage: the bundles, a person's choice of language and theme, the errors, the kit."""

import sys
from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from percaya.core.journal.room import is_full
from percaya.web.ui import bundles, kit_sample
from percaya.web.ui.context import DENSITIES, DENSITY_COOKIE, THEME_COOKIE, THEMES

log = structlog.get_logger(__name__)
YEAR = 365 * 24 * 3600


@require_GET
def bundle(request: HttpRequest, name: str) -> HttpResponse:
    """The style sheet or the sprite. An old digest still answers, with today's content and no long life."""
    stem, _, ending = name.rpartition("-")
    try:
        found = bundles.bundle(f"{stem}.{ending.rpartition('.')[2]}")
    except KeyError:
        raise Http404 from None
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if packed else found.body, content_type=found.kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if found.name == name else "no-cache"
    return response


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep language, theme and density on this device. POST ``language``, ``theme``, ``density``, ``next``."""
    response = HttpResponseRedirect(_safe_next(request))
    choices = (
        ("language", settings.LANGUAGE_COOKIE_NAME, [code for code, _name in settings.LANGUAGES]),
        ("theme", THEME_COOKIE, THEMES),
        ("density", DENSITY_COOKIE, DENSITIES),
    )
    for field, cookie, allowed in choices:
        value = request.POST.get(field, "")
        if value in allowed:
            response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response


def _safe_next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return "/"


@require_GET
def kit(request: HttpRequest) -> HttpResponse:
    """All parts on one page, for those who build pages; not there in production."""
    if not (settings.DEBUG or getattr(settings, "PERCAYA_KIT", False)):
        raise Http404
    return render(request, "ui/kit.html", kit_sample.sample())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, HTTPStatus.NOT_FOUND)


def failed(request: HttpRequest) -> HttpResponse:
    """What broke may be what the page itself needs (the database): then a plain sentence is said instead."""
    try:
        if is_full(sys.exception()):  # Django calls this while it handles what broke
            return no_room(request)
        return error(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    except Exception:
        text = _("Something broke on our side") + ". " + _("What was saved before is safe. Drafts are kept.")
        return HttpResponse(text, status=500, content_type="text/plain; charset=utf-8")


def no_room(request: HttpRequest) -> HttpResponse:
    """507 with Retry-After: the disk is full, nothing was kept, and it passes."""
    log.error("disk_full", door="page", path=request.path)
    response = error(request, HTTPStatus.INSUFFICIENT_STORAGE)
    response.headers["Retry-After"] = "60"
    return response


def too_many(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """429 with Retry-After in seconds."""
    response = error(request, HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(retry_after)
    return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF refusal: said as what a person can do about it."""
    return error(request, HTTPStatus.FORBIDDEN, template="ui/errors/stale.html")


def error(request: HttpRequest, status: HTTPStatus, *, template: str = "") -> HttpResponse:
    """One error page: what happened, what is safe, what to do."""
    page = template or f"ui/errors/{status.value}.html"
    return render(request, page, status=status.value)
