"""What a member wants to hear, by which way, and when not."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core.workspace.actions.members import change_habits
from percaya.stages.notices import policy, push_service
from percaya.stages.notices.queries import devices
from percaya.web.inbox.doors import MemberRequest, member_view

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@require_http_methods(["GET", "POST"])
@member_view()
def page(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        change_habits(member=request.member, notices=_read(request))
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("notices:settings", args=[request.workspace.slug]))
    wishes = policy.Wishes.of(request.member.settings)
    context: dict[str, Any] = {
        "kinds": list(policy.KINDS),
        "ways": policy.WAYS,
        "wishes": wishes,
        "quiet": wishes.quiet or tuple(policy.DEFAULT_QUIET.values()),
        "digests": policy.DIGESTS,
        "devices": devices(request.member),
        "push_key": push_service.public_key(),
        "email": request.member.user.email,
    }
    return render(request, "notices/settings.html", context)


def _read(request: MemberRequest) -> dict[str, Any]:
    """What the form says, as it is kept in ``Member.settings["notices"]``; times that are none leave the quiet as usual."""
    form = request.POST
    ways = {kind: [way for way in policy.WAYS if form.get(f"{kind}-{way}")] for kind in policy.KINDS}
    begin, end = form.get("from", ""), form.get("to", "")
    quiet = {"from": begin, "to": end} if _CLOCK.fullmatch(begin) and _CLOCK.fullmatch(end) else policy.DEFAULT_QUIET
    digest = form.get("digest", "")
    return {
        "ways": ways,
        "quiet": quiet if form.get("quiet") else None,
        "digest": digest if digest in policy.DIGESTS else "hourly",
    }
