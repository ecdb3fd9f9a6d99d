"""Coming in: the first address, the choice of workspace, the invitation."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from percaya.core.journal.actor import Actor
from percaya.core.workspace import queries
from percaya.core.workspace.actions.members import add_member, use_invitation
from percaya.core.workspace.models import Invitation, Member, User
from percaya.web.accounts import joining
from percaya.web.accounts.forms import NewAccount
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.accounts.words import role_word
from percaya.web.onboarding import progress
from percaya.web.portal.looks import front_door
from percaya.web.ui import views as pages


@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """``/``: to where this reader's work is; at a brand's own host to its customers' portal."""
    if portal := front_door(request):
        return HttpResponseRedirect(portal)
    if not request.user.is_authenticated:
        return render(request, "accounts/fresh.html") if queries.is_fresh() else redirect("account_login")
    own = list(queries.memberships(request.user.pk)[:2])
    if len(own) == 1:
        return HttpResponseRedirect(progress.next_page(own[0]) or f"/w/{own[0].workspace.slug}/inbox")
    if not own and queries.is_unfurnished():
        return redirect("onboarding:business")
    return redirect("choose_workspace")


@never_cache
@login_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """All workspaces of this reader; with none, what to do about it."""
    own = list(queries.memberships(cast(int, request.user.pk)))
    return render(request, "accounts/choose.html", {"memberships": own, "role_word": role_word})


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """An invitation: make a login, or come in with the one you have. Unknown, used and old links look alike."""
    if too_often("join", peer(request), limit=30, seconds=60):
        return pages.too_many(request)
    invitation = queries.open_invitation(secret)
    if invitation is None or invitation.workspace is None:
        return render(request, "accounts/dead_link.html", status=404)
    if request.user.is_authenticated:
        return _join_as(request, secret, invitation)
    form = NewAccount(request.POST or None, initial={"email": invitation.email})
    if request.method == "POST" and form.is_valid():
        response = _join_anew(request, secret, form)
        if response is not None:
            return response
    return render(request, "accounts/join.html", {"form": form, "invitation": invitation, "role_word": role_word})


def _join_as(request: HttpRequest, secret: str, invitation: Invitation) -> HttpResponse:
    """Somebody who is logged in: asked once, then in. Who is in already keeps their role and the link its use."""
    present = Member.objects.filter(workspace=invitation.workspace, user_id=cast(int, request.user.pk), is_active=True)
    if invitation.workspace and present.exists():
        return HttpResponseRedirect(f"/w/{invitation.workspace.slug}/inbox")
    if request.method == "GET":
        return render(request, "accounts/join_as.html", {"invitation": invitation, "role_word": role_word})
    return _enter(secret, cast(User, request.user)) or render(request, "accounts/dead_link.html", status=404)


def _join_anew(request: HttpRequest, secret: str, form: NewAccount) -> HttpResponse | None:
    with transaction.atomic():
        user = joining.make_login(form)
        if user is None:
            return None
        response = _enter(secret, user)
        if response is None:
            transaction.set_rollback(True)
            return render(request, "accounts/dead_link.html", status=404)
    joining.sign_in(request, user)
    return response


def _enter(secret: str, user: User) -> HttpResponse | None:
    """Use the link up and let the user in; ``None`` when someone else used it first."""
    try:
        with transaction.atomic():
            invitation = use_invitation(secret)
            if invitation.workspace is None:
                return None
            inviter = Actor.member(invitation.invited_by_id) if invitation.invited_by_id else Actor.system()
            member = add_member(
                workspace=invitation.workspace,
                user=user,
                role=invitation.role,
                custom_role=invitation.custom_role,
                by=inviter,
            )
    except ValidationError:
        return None
    return HttpResponseRedirect(f"/w/{member.workspace.slug}/inbox")
