"""How far the first visit has come. Kept in ``workspace.settings["onboarding"]``: ``{"steps": {"hours": "done" | "skipped"},
"closed": bool, "ticket": number of the test ticket}``."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.core.workspace.models import Member, Workspace

STEPS = ("business", "hours", "channel", "team", "promise", "finish")


def state(workspace: Workspace) -> Mapping[str, Any]:
    found = workspace.settings.get("onboarding")
    return found if isinstance(found, dict) else {}


def note(member: Member, step: str, how: str, **more: Any) -> None:
    """Write down that a step is "done" or "skipped"; what was done stays done when it is passed over later."""
    before = state(member.workspace)
    steps = dict(before.get("steps", {}))
    if steps.get(step) != "done":
        steps[step] = how
    _save(member, {**before, "steps": steps, **more})


def close(member: Member) -> None:
    """The checklist goes away; every page stays where it is in the settings."""
    _save(member, {**state(member.workspace), "closed": True})


def remaining(workspace: Workspace) -> list[str]:
    steps = state(workspace).get("steps", {})
    return [step for step in STEPS if step not in steps]


def after(step: str) -> str:
    """The step that follows; the last one follows itself."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def next_page(member: Member) -> str:
    """Where the set-up was left, for those who may go on with it; "" when there is nothing to go on with."""
    begun = state(member.workspace)
    if not begun or begun.get("closed") or not member.may(policy.ADMINISTER):
        return ""
    left = remaining(member.workspace)
    return reverse("onboarding:step", args=[member.workspace.slug, left[0]]) if left else ""


def _save(member: Member, value: Mapping[str, Any]) -> None:
    workspace = change_workspace(workspace=member.workspace, onboarding=dict(value), by=Actor.member(member.pk))
    member.workspace.settings = workspace.settings
