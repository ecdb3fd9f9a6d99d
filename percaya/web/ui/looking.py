"""Looking at the desk as another member sees it ("Lihat sebagai…"): their rights, their views, and no change whatever.

Who looks is kept in the session. Whatever a page writes while it is looked at (what was read, where one was) is undone with
its transaction, and what is sent to be changed is refused.
"""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from percaya.core.workspace import policy, queries
from percaya.core.workspace.models import Member

KEY = "looking_as"


def begin(request: HttpRequest, member: Member) -> None:
    request.session[KEY] = member.pk


def end(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def viewed_by(request: HttpRequest, member: Member) -> Member | None:
    """Whom ``member`` looks as just now. Asked anew each time: rights and memberships may have changed since."""
    pk = request.session.get(KEY)
    if pk is None or pk == member.pk or request.path == stop_address(member):
        return None
    viewed = queries.members(member.workspace_id).select_related("workspace", "user").filter(pk=pk).first()
    return viewed if viewed and policy.may_give(member.rights, viewed.rights) else None


def stop_address(member: Member) -> str:
    return reverse("settings:look_no_more", args=[member.workspace.slug])


def look(request: HttpRequest, viewed: Member, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The page as ``viewed`` has it, and nothing of it kept."""
    if request.method not in ("GET", "HEAD"):
        said = _("You are looking as %(name)s: nothing was changed. Stop looking to work yourself.") % {"name": viewed.name}
        if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
            return HttpResponse(said, status=403, content_type="text/plain; charset=utf-8")
        messages.error(request, said)
        return HttpResponseRedirect(f"/w/{viewed.workspace.slug}/inbox")
    guarded = cast(Any, request)
    guarded.looker, guarded.member = guarded.member, viewed
    viewed.is_looked_through = True  # type: ignore[attr-defined]
    with transaction.atomic():
        response = answer()
        transaction.set_rollback(True)
    return response
