"""What all steps share: their frame, and going on to the next one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from percaya.web.onboarding import progress
from percaya.web.onboarding.checklist import labels
from percaya.web.ui.doors import MemberRequest


def show(request: HttpRequest, step: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render ``onboarding/steps/<step>.html`` with the progress above it."""
    workspace = getattr(request, "workspace", None)
    known = progress.state(workspace).get("steps", {}) if workspace else {}
    words = labels()
    frame = {
        "step": step,
        "number": progress.STEPS.index(step) + 1,
        "steps": [(each, words[each], known.get(each, "")) for each in progress.STEPS],
    }
    return render(request, f"onboarding/steps/{step}.html", {**frame, **context}, status=status)


def go_on(request: MemberRequest, step: str) -> HttpResponse:
    """The step is done: the next one."""
    progress.note(request.member, step, "done")
    return redirect("onboarding:step", request.workspace.slug, progress.after(step))
