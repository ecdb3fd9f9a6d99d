"""The business itself."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from percaya.core.journal.actor import Actor
from percaya.core.workspace import policy
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.core.workspace.brands import brand_for
from percaya.web.onboarding.steps.business import ZONES, BusinessForm
from percaya.web.portal.logos import logo_of
from percaya.web.settings.frame import saved, show
from percaya.web.settings.logo_fields import keep_logo, logo_context, sent_logo
from percaya.web.ui.doors import MemberRequest, member_view

BEFORE_LATE = (
    ("tell", gettext_lazy("Ask who is responsible, then tell the customer with a new time")),
    ("ask", gettext_lazy("Only ask who is responsible")),
    ("off", gettext_lazy("Nothing")),
)


class WorkspaceForm(BusinessForm):
    acknowledge = forms.BooleanField(
        label=gettext_lazy("Send a receipt for every new ticket"),
        required=False,
        help_text=gettext_lazy("With its number, your promise and the link to its status page. Machines get none."),
    )
    before_late = forms.ChoiceField(
        label=gettext_lazy("Before a time that a customer was told passes without a word"),
        choices=BEFORE_LATE,
        help_text=gettext_lazy(
            "Whoever was told a time is told before it passes, in daytime, at most three times in a row, and not while an answer"
            " is on its way."
        ),
    )
    measure_focus = forms.BooleanField(
        label=gettext_lazy("Measure focus time"),
        required=False,
        help_text=gettext_lazy(
            "How long people are at tickets and how long at fields, search and settings, added up by day; never what they write."
            " Everybody sees their own on their page."
        ),
    )


@member_view(policy.ADMINISTER)
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest) -> HttpResponse:
    workspace = request.workspace
    initial: dict[str, object] = {key: getattr(workspace, key) for key in ("name", "time_zone", "language", "salutation")}
    initial["acknowledge"] = workspace.settings.get("acknowledge", True)
    initial["before_late"] = workspace.settings.get("before_late", "tell")
    initial["measure_focus"] = workspace.settings.get("measure_focus", True)
    form = WorkspaceForm(request.POST or None, initial=initial)
    form.fields["name"].widget.attrs.pop("autofocus", None)
    if workspace.time_zone not in dict(ZONES):
        form.fields["time_zone"].choices = [(workspace.time_zone, workspace.time_zone), *ZONES]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            picture = sent_logo(request)
            changed = change_workspace(workspace=workspace, by=Actor.member(request.member.pk), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            if "logo_alt" in request.POST:  # not asked for where a brand stands in its place
                keep_logo(request, changed, picture)
            return saved(request, "workspace")
    has_brand = brand_for(None, workspace.pk) is not None
    logo = None if has_brand else logo_context(request, workspace, logo_of(None, workspace))
    context = {"form": form, "has_brand": has_brand, **(logo or {})}
    return show(request, "workspace", "workspace", context, 200 if not form.errors else 422)
