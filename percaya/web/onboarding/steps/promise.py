"""Step 5: by when customers get a first answer."""

from django.http import HttpResponse

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.web.onboarding.promises import promised, stops
from percaya.web.onboarding.steps.page import go_on, show
from percaya.web.ui.doors import MemberRequest


def page(request: MemberRequest) -> HttpResponse:
    offered = stops(request.workspace)
    if request.method == "POST":
        given = request.POST.get("minutes", "")
        if given in {str(stop.minutes) for stop in offered}:
            request.member.workspace = change_workspace(
                workspace=request.workspace, by=Actor.member(request.member.pk), reply_within_minutes=int(given)
            )
            return go_on(request, "promise")
    return show(request, "promise", {"stops": offered, "chosen": promised(request.workspace)})
