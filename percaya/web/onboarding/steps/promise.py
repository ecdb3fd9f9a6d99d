"""Step 5: by when customers get a first answer."""

from django.http import HttpResponse

from percaya.core.journal.actor import Actor
from percaya.stages.sla.actions.policies import promise_replies
from percaya.web.onboarding.promises import promised, stops
from percaya.web.onboarding.steps.page import go_on, show
from percaya.web.ui.doors import MemberRequest


def page(request: MemberRequest) -> HttpResponse:
    offered = stops(request.workspace)
    if request.method == "POST":
        given = request.POST.get("minutes", "")
        if given in {str(stop.minutes) for stop in offered}:
            promise_replies(workspace=request.workspace, minutes=int(given), by=Actor.member(request.member.pk))
            return go_on(request, "promise")
    return show(request, "promise", {"stops": offered, "chosen": promised(request.workspace)})
