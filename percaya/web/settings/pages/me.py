"""A member's own page: name, language, look and keys; the ways to sign in are allauth's pages."""

from dataclasses import replace

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from percaya.core.workspace.actions.members import change_habits
from percaya.core.workspace.policy import REPLY
from percaya.stages.analytics.actions.working import is_measured
from percaya.stages.analytics.queries.working import Focus, focus_by_person
from percaya.web.reports.asked import last_days
from percaya.web.reports.words import percent, span
from percaya.web.settings.frame import saved, show
from percaya.web.settings.pages import availability
from percaya.web.ui.context import DENSITY_COOKIE, THEME_COOKIE
from percaya.web.ui.doors import MemberRequest, member_view

_THEMES = (("system", gettext_lazy("Follow the system")), ("light", gettext_lazy("Light")), ("dark", gettext_lazy("Dark")))
_DENSITIES = (("roomy", gettext_lazy("Roomy")), ("medium", gettext_lazy("Medium")), ("compact", gettext_lazy("Compact")))
_AFTER = (
    ("next", gettext_lazy("Open the next ticket")),
    ("stay", gettext_lazy("Stay on the ticket")),
    ("list", gettext_lazy("Go back to the list")),
)


_ENTER = (
    ("never", gettext_lazy("Starts a new line")),
    ("chat", gettext_lazy("Sends in chats, starts a new line elsewhere")),
    ("always", gettext_lazy("Sends; Shift+Enter starts a new line")),
)


class HabitsForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, help_text=gettext_lazy("Customers read it under your answers.")
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of your screen"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=_THEMES)
    density = forms.ChoiceField(label=gettext_lazy("Density"), choices=_DENSITIES)
    after_action = forms.ChoiceField(label=gettext_lazy("After sending or resolving"), choices=_AFTER)
    enter_sends = forms.ChoiceField(label=gettext_lazy("The Enter key while writing"), choices=_ENTER, required=False)
    keys = forms.BooleanField(
        label=gettext_lazy("Single-key shortcuts"),
        required=False,
        help_text=gettext_lazy("Off while you type; keys with Ctrl always work."),
    )


@member_view()
@require_GET
def index(request: MemberRequest) -> HttpResponse:
    return redirect("settings:me", request.workspace.slug)


@member_view()
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest) -> HttpResponse:
    member, own = request.member, request.member.settings
    initial = {
        "name": member.name,
        "language": member.language,
        "theme": own.get("theme", "system"),
        "density": own.get("density", "medium"),
        "after_action": own.get("after_action", "next"),
        "enter_sends": own.get("enter_sends", "never"),
        "keys": not own.get("keys_off", False),
    }
    form = HabitsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _save(request, form)
    seat = availability.chosen(request) if member.may(REPLY) else {}
    context = {"form": form, "email": member.user.email, "focus": _focus(request), "span": span, "percent": percent, **seat}
    return show(request, "me", "me", context, 200 if not form.errors else 422)


def _focus(request: MemberRequest) -> Focus | None:
    """One's own of the last seven days, where the workspace has it measured: whoever is measured can see it."""
    if not is_measured(request.workspace.settings):
        return None
    asked = replace(last_days(request.workspace, timezone.now()), agent=request.member.pk)
    return next(iter(focus_by_person(asked, request.workspace.time_zone)), Focus(request.member.pk, 0, 0, 0))


def _save(request: MemberRequest, form: HabitsForm) -> HttpResponse:
    chosen = {key: value for key, value in form.cleaned_data.items() if value != "" or key != "enter_sends"}
    name, language, keys = chosen.pop("name"), chosen.pop("language"), chosen.pop("keys")
    change_habits(member=request.member, name=name, language=language, keys_off=not keys, **chosen)
    response = saved(request, "me", said=_("Saved."))
    # This device's earlier choice would otherwise hide what was just chosen for all devices.
    for cookie in (settings.LANGUAGE_COOKIE_NAME, THEME_COOKIE, DENSITY_COOKIE):
        response.delete_cookie(cookie, samesite="Lax")
    return response
