"""The guarded door of every page of a workspace: who is asking, are they in, may they do this."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django_htmx.middleware import HtmxDetails

from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy, queries
from percaya.core.workspace.models import Member, Workspace
from percaya.web.ui import looking, views
from percaya.web.ui.keys import own_keys

View = Callable[..., HttpResponse]


class MemberRequest(HttpRequest):
    """What a guarded view gets: the member who asks, the workspace they are in, and who does what the view does."""

    member: Member
    looker: Member | None  # who looks at the desk as ``member``, changing nothing
    workspace: Workspace
    by: Actor
    htmx: HtmxDetails


def member_view(right: str = policy.READ) -> Callable[[View], View]:
    """Guard a view of ``/w/<slug>/…``: it is called without the slug, with ``request.member`` and ``request.workspace``.

    Strangers are sent to log in; members of other workspaces get the same 404 as for a workspace that does not exist;
    a role without ``right`` (a word of ``core.workspace.policy``) gets 403. Zone and language become the member's.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_login(request)
            member = queries.membership(request.user.pk, slug)
            if member is None:
                raise Http404
            _settle(request, member)
            with own_keys(member.settings):
                if viewed := looking.viewed_by(request, member):
                    return _private(looking.look(request, viewed, lambda: _answer(view, right, request, *args, **kwargs)))
                return _private(_answer(view, right, request, *args, **kwargs))

        return guarded

    return guard


def _answer(view: View, right: str, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if not cast(MemberRequest, request).member.may(right):
        return views.forbidden(request)
    return view(request, *args, **kwargs)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response


def _to_login(request: HttpRequest) -> HttpResponse:
    """After logging in the reader comes back here; a fragment asks the whole page to go."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": settings.LOGIN_REDIRECT_URL})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else settings.LOGIN_REDIRECT_URL)


def _settle(request: HttpRequest, member: Member) -> None:
    guarded = cast(MemberRequest, request)
    guarded.member, guarded.workspace, guarded.by, guarded.looker = member, member.workspace, Actor.member(member.pk), None
    timezone.activate(member.workspace.time_zone)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:  # a choice made on this device goes first
        translation.activate(member.language)
