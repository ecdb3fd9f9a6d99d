"""The page on which a customer says how it went: five words, or a number; a line of their own; no script, no account.

A link in a mail names an answer (``?s=4``) and the page opens with it chosen; only the button answers. Programs that scan mail
open every link, some run scripts too: had opening been answering, they would have rated us.
"""

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from percaya.core.ratings import policy
from percaya.core.ratings.actions import give_rating
from percaya.core.ratings.links import rating_of
from percaya.core.ratings.models import Rating
from percaya.core.ratings.words import answers, question_of
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.status_links import token_for
from percaya.web.portal.looks import dress
from percaya.web.portal.pace import Pace, crowd_too_fast, pace_of, too_fast
from percaya.web.ui import views as pages

_READS, _WRITES = Pace(120, 60), Pace(20, 600)  # of one link
_FACES = ("face-angry", "face-sad", "face-flat", "face-smile", "face-laugh")


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Unknown, forged and old links look alike. POST ``score`` of its scale, ``comment``."""
    pace, door = pace_of(request, _READS, _WRITES), f"rating-{request.method}"
    if crowd_too_fast(door, request, pace):
        return _private(pages.too_many(request, retry_after=pace.seconds))
    rating = rating_of(token)
    if rating is None:
        return _private(render(request, "portal/gone.html", status=404))
    if too_fast(door, rating.pk, pace):
        return _private(pages.too_many(request, retry_after=pace.seconds))
    _settle(request, rating)
    if request.method == "GET":
        return _private(_page(request, rating, token))
    score = policy.read_score(rating.kind, request.POST.get("score", ""))
    try:
        give_rating(rating=rating, score=-1 if score is None else score, comment=request.POST.get("comment", ""))
    except Refused as refusal:
        return _private(_page(request, rating, token, trouble=str(refusal), status=422))
    return _private(HttpResponseRedirect(f"{reverse('portal:rating', args=[token])}?done=1"))


def faces() -> list[tuple[int, str, str]]:
    """(score, face, words) of CSAT, the worst first."""
    return [(score, face, words) for (score, words), face in zip(answers("csat"), _FACES, strict=True)]


def _page(request: HttpRequest, rating: Rating, token: str, *, trouble: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "rating": rating,
        "ticket": rating.ticket,
        "question": question_of(rating),
        "faces": faces(),
        "answers": answers(rating.kind),
        "chosen": policy.read_score(rating.kind, request.GET.get("s", "")) if "s" in request.GET else rating.score,
        "asks": "s" in request.GET and rating.score is None,
        "comment": request.POST.get("comment", rating.comment),
        "may_change": policy.may_change(rating.given_at, timezone.now()),
        "is_done": request.GET.get("done") == "1" and rating.score is not None,
        "trouble": trouble,
        "stop_address": reverse("surveys:stop", args=[token]),
        "status_address": reverse("portal:status", args=[token_for(rating.ticket)]),
        "token": token,
    }
    return render(request, "portal/rating.html", context, status=status)


def _settle(request: HttpRequest, rating: Rating) -> None:
    cast(Any, request).workspace = rating.workspace
    dress(request, rating.workspace, rating.ticket.account)
    timezone.activate(rating.workspace.time_zone)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and rating.ticket.language in ("id", "en"):
        translation.activate(rating.ticket.language)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
