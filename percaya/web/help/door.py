"""The door of the help centre: a workspace by its address, a language, no login. It finds only what is public."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from percaya.core.knowledge.models import LIVE, ArticleText
from percaya.core.knowledge.policy import LANGUAGES
from percaya.core.workspace.models import Workspace
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.portal.looks import Look, look_at, workspace_at_host
from percaya.web.ui import views as pages

View = Callable[..., HttpResponse]
_READS = (240, 60)  # (times, seconds) for one peer
_LISTED = 200  # businesses of one house


class HelpRequest(HttpRequest):
    workspace: Workspace
    tongue: str
    portal_look: Look


def of_help(view: View) -> View:
    """Guard a view of ``/bantuan/<slug>/<language>/…``: it gets ``request.workspace`` and ``request.tongue``."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, language: str, **kwargs: Any) -> HttpResponse:
        if too_often("help", peer(request), limit=_READS[0], seconds=_READS[1]):
            return pages.too_many(request, retry_after=_READS[1])
        if language not in LANGUAGES:
            raise Http404
        opened = cast(HelpRequest, request)
        opened.workspace, opened.tongue = workspace_at(slug), language
        opened.portal_look = look_at(request, opened.workspace)
        translation.activate(language)
        timezone.activate(opened.workspace.time_zone)
        return view(opened, **kwargs)

    return guarded


def workspace_at(slug: str) -> Workspace:
    found = Workspace.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def centres(request: HttpRequest) -> list[Workspace]:
    """Whose help centres ``/bantuan`` alone leads to: the business's whose host this is, or the only one of this house; of
    several those that have published something, by name. Raises ``Http404`` when none has."""
    if (at_host := workspace_at_host(request)) is not None:
        return [at_host]
    own = list(Workspace.objects.filter(is_demo=False).order_by("pk")[:2]) or list(Workspace.objects.order_by("pk")[:2])
    if len(own) > 1:
        public = ArticleText.objects.filter(LIVE, article__audience="public").values("workspace_id")
        rows = Workspace.objects.filter(pk__in=public, is_demo=own[0].is_demo)
        own = list(rows.order_by("name", "pk")[:_LISTED])
    if not own:
        raise Http404
    return own


def tongue_of(request: HttpRequest, workspace: Workspace) -> str:
    """The reader's language where they chose one or their browser says so, else the business's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in LANGUAGES:
        return chosen
    accepted = request.headers.get("Accept-Language", "")
    said = translation.get_language_from_request(request) if accepted else workspace.language
    return said if said in LANGUAGES else "id"


def contact_url(workspace: Workspace, question: str = "") -> str:
    """Where a reader writes to a person: a new request in the portal, which begins with what they looked for."""
    words = f"?{urlencode({'q': question[:200]})}" if question else ""
    return reverse("portal:new", args=[workspace.slug]) + words
