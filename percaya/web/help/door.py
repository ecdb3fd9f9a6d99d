"""The door of the help centre: a workspace by its address, a language, no login. It finds only what is public."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from percaya.core import public_ids
from percaya.core.knowledge.policy import LANGUAGES
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.ui import views as pages

View = Callable[..., HttpResponse]
_READS = (240, 60)  # (times, seconds) for one peer


class HelpRequest(HttpRequest):
    workspace: Workspace
    tongue: str


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
        translation.activate(language)
        timezone.activate(opened.workspace.time_zone)
        return view(opened, **kwargs)

    return guarded


def workspace_at(slug: str) -> Workspace:
    found = Workspace.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def only_workspace() -> Workspace:
    """Where ``/bantuan`` alone leads: the one business of this house. With more of them the address has to name it."""
    own = list(Workspace.objects.filter(is_demo=False).order_by("pk")[:2]) or list(Workspace.objects.order_by("pk")[:2])
    if len(own) != 1:
        raise Http404
    return own[0]


def tongue_of(request: HttpRequest, workspace: Workspace) -> str:
    """The reader's language where they chose one or their browser says so, else the business's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in LANGUAGES:
        return chosen
    accepted = request.headers.get("Accept-Language", "")
    said = translation.get_language_from_request(request) if accepted else workspace.language
    return said if said in LANGUAGES else "id"


def contact_url(workspace: Workspace) -> str:
    """Where a reader writes to a person: the workspace's first form; "" where there is none."""
    account = form_of(workspace)
    return reverse("forms:form", args=[public_ids.encode("account", account.pk)]) if account else ""


def form_of(workspace: Workspace) -> ChannelAccount | None:
    return ChannelAccount.objects.filter(workspace=workspace, channel="webform", is_active=True).order_by("pk").first()
