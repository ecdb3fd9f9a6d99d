"""The list that stays in the rail until the set-up is done or put away. For the shell."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from percaya.core.workspace import policy
from percaya.core.workspace.models import Member
from percaya.web.onboarding import progress


@dataclass(frozen=True)
class Item:
    """``is_done`` is false for a step that was skipped: it can still be done."""

    step: str
    label: str
    href: str
    is_done: bool


def labels() -> dict[str, str]:
    return {
        "business": _("Your business"),
        "hours": _("Working hours"),
        "channel": _("First channel"),
        "team": _("Your team"),
        "promise": _("Your promise"),
        "finish": _("Try it out"),
    }


def checklist(member: Member) -> list[Item]:
    """What is left and done, for those who may do it; empty when all is done, or it was put away, or never begun."""
    begun = progress.state(member.workspace)
    if not begun or begun.get("closed") or not member.may(policy.ADMINISTER):
        return []
    steps, words = begun.get("steps", {}), labels()
    items = [
        Item(step, words[step], reverse("onboarding:step", args=[member.workspace.slug, step]), steps.get(step) == "done")
        for step in progress.STEPS
    ]
    return [] if all(item.is_done for item in items) else items
