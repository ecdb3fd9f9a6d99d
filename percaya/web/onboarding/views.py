"""The first visit: the one-time link, then six steps that may be skipped and come back to."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core.workspace import policy, queries
from percaya.core.workspace.actions.members import use_invitation
from percaya.web.accounts import joining
from percaya.web.accounts.forms import NewAccount
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.onboarding import progress
from percaya.web.onboarding.steps import business as business_step
from percaya.web.onboarding.steps import channel, finish, hours, promise, team
from percaya.web.ui import views as pages
from percaya.web.ui.doors import MemberRequest, member_view

Page = Callable[[MemberRequest], HttpResponse]
_PAGES: dict[str, Page] = {
    "business": business_step.change,
    "hours": hours.page,
    "channel": channel.page,
    "team": team.page,
    "promise": promise.page,
    "finish": finish.page,
}


@never_cache
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, secret: str) -> HttpResponse:
    """The set-up link of a fresh house: make the owner's login. Works once, for 72 hours."""
    if too_often("setup", peer(request), limit=30, seconds=60):
        return pages.too_many(request)
    invitation = queries.open_invitation(secret)
    if invitation is None or invitation.workspace is not None or not queries.is_fresh():
        return render(request, "accounts/dead_link.html", status=404)
    form = NewAccount(request.POST or None)
    if request.method == "POST" and form.is_valid() and _begin(request, secret, form):
        return redirect("onboarding:business")
    return render(request, "onboarding/setup.html", {"form": form})


def _begin(request: HttpRequest, secret: str, form: NewAccount) -> bool:
    with transaction.atomic():
        user = joining.make_login(form)
        if user is None:
            return False
        try:
            use_invitation(secret)
        except ValidationError as gone:
            transaction.set_rollback(True)
            form.add_error(None, gone)
            return False
    joining.sign_in(request, user)
    return True


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def business(request: HttpRequest) -> HttpResponse:
    """The first step makes the workspace. Only in a house that has none, so that nobody makes themselves an owner."""
    if not queries.is_unfurnished() or queries.memberships(cast(int, request.user.pk)).exists():
        return redirect("home")
    return business_step.begin(request)


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def step(request: MemberRequest, step: str) -> HttpResponse:
    if step not in _PAGES:
        raise Http404
    return _PAGES[step](request)


@member_view(policy.ADMINISTER)
@require_POST
def skip(request: MemberRequest, step: str) -> HttpResponse:
    if step not in _PAGES:
        raise Http404
    progress.note(request.member, step, "skipped")
    return redirect("onboarding:step", request.workspace.slug, progress.after(step))


@member_view(policy.ADMINISTER)
@require_POST
def close(request: MemberRequest) -> HttpResponse:
    """Put the whole set-up away and go to work."""
    progress.close(request.member)
    return redirect(f"/w/{request.workspace.slug}/inbox")


@member_view(policy.ADMINISTER)
@require_POST
def try_channel(request: MemberRequest) -> HttpResponse:
    return channel.send_test(request)
