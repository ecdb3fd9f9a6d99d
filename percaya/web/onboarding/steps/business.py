"""Step 1: what the business is called, when it is there, how it speaks."""

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.members import add_member
from percaya.core.workspace.actions.workspaces import change_workspace, create_workspace
from percaya.core.workspace.models import Member, User
from percaya.core.workspace.queries import memberships
from percaya.web.onboarding import progress
from percaya.web.onboarding.steps.page import go_on, show
from percaya.web.ui.doors import MemberRequest

ZONES = (
    ("Asia/Jakarta", "WIB · Jakarta, Medan, Surabaya"),
    ("Asia/Pontianak", "WIB · Pontianak"),
    ("Asia/Makassar", "WITA · Makassar, Denpasar"),
    ("Asia/Jayapura", "WIT · Jayapura, Ambon"),
    ("Asia/Kuala_Lumpur", "Kuala Lumpur"),
    ("Asia/Singapore", "Singapore"),
    ("Australia/Sydney", "Sydney"),
    ("Europe/Amsterdam", "Amsterdam"),
    ("Europe/London", "London"),
    ("America/New_York", "New York"),
    ("UTC", "UTC"),
)
SALUTATIONS = ("Kak", "Bapak", "Ibu", "Mas", "Mbak")


class BusinessForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Business name"),
        max_length=120,
        help_text=gettext_lazy("Customers read it in every answer."),
        widget=forms.TextInput({"autocomplete": "organization", "autofocus": True}),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=ZONES, initial="Asia/Jakarta")
    language = forms.ChoiceField(
        label=gettext_lazy("Language of your customers"),
        choices=(("id", "Bahasa Indonesia"), ("en", "English")),
        help_text=gettext_lazy("For what Percaya itself writes to them. Each ticket follows its own customer."),
    )
    salutation = forms.ChoiceField(
        label=gettext_lazy("How you address customers"),
        required=False,
        choices=(("", gettext_lazy("Without a form of address")), *((word, word) for word in SALUTATIONS)),
        help_text=gettext_lazy("Only where you have not noted another one for the person. Never guessed from a name."),
    )


def begin(request: HttpRequest) -> HttpResponse:
    """Make the workspace, with its defaults when the step is skipped."""
    user = cast(User, request.user)
    form = BusinessForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and "skip" in request.POST:
        member = _found(user, {"name": _("My business"), "language": get_language() or "id"}, "skipped")
        return redirect("onboarding:step", member.workspace.slug, "hours")
    if request.method == "POST" and form.is_valid():
        try:
            member = _found(user, form.cleaned_data, "done")
        except ValidationError as refusal:
            form.add_error("name", refusal)
        else:
            return redirect("onboarding:step", member.workspace.slug, "hours")
    return show(request, "business", {"form": form, "is_new": True})


def change(request: MemberRequest) -> HttpResponse:
    """The same page later, for a workspace that is there."""
    workspace = request.workspace
    fields = ("name", "time_zone", "language", "salutation")
    form = BusinessForm(request.POST or None, initial={key: getattr(workspace, key) for key in fields})
    if request.method == "POST" and form.is_valid():
        request.member.workspace = change_workspace(workspace=workspace, by=Actor.member(request.member.pk), **form.cleaned_data)
        return go_on(request, "business")
    return show(request, "business", {"form": form, "is_new": False})


@transaction.atomic
def _found(user: User, facts: dict[str, str], how: str) -> Member:
    if already := _first_membership(user):
        return already
    workspace = create_workspace(
        name=facts["name"],
        language=facts["language"],
        time_zone=facts.get("time_zone", "Asia/Jakarta"),
        by=Actor.system(),
    )
    member = add_member(workspace=workspace, user=user, role="owner", by=Actor.system(), language=get_language() or "id")
    if facts.get("salutation"):
        member.workspace = change_workspace(workspace=workspace, by=Actor.member(member.pk), salutation=facts["salutation"])
    progress.note(member, "business", how)
    return member


def _first_membership(user: User) -> Member | None:
    """What the same form, sent twice at once, has made a moment ago. Holds the user until the transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    return memberships(user.pk).first()
