"""A customer does not want to be asked again: the link below a survey leads here, and a person presses the
button here or in their mail program."""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from percaya.core.ratings.actions import stop_asking
from percaya.core.ratings.links import rating_of
from percaya.core.ratings.queries import opted_out
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.portal.looks import dress
from percaya.web.ui import views as pages


@csrf_exempt  # the mail program presses the button too (RFC 8058) and has no cookie; what counts is the signed link
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Unknown, forged and old links look alike. A program that opens the link stops nothing."""
    if too_often("survey-stop", peer(request), limit=60, seconds=600):
        return _private(pages.too_many(request, retry_after=600))
    rating = rating_of(token)
    if rating is None:
        return _private(render(request, "portal/gone.html", status=404))
    cast(Any, request).workspace = rating.workspace
    dress(request, rating.workspace, rating.ticket.account)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and rating.ticket.language in ("id", "en"):
        translation.activate(rating.ticket.language)
    if request.method == "POST":
        stop_asking(rating=rating)
    context = {"rating": rating, "token": token, "is_done": bool(opted_out([rating.ticket.contact_id]))}
    return _private(render(request, "surveys/stop.html", context))


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
