"""Surveys in the settings: the list with the limits all share, and the editor with its preview, dry count and trial."""

from smtplib import SMTPException
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.channels.registry import channels
from percaya.core import public_ids
from percaya.core.ratings.actions import save_limits
from percaya.core.ratings.queries import limits_of
from percaya.core.ratings.words import answers, default_question
from percaya.core.workspace import policy
from percaya.core.workspace.brands import brands
from percaya.stages.surveys.actions.writing import delete_survey, draft, save_survey, switch_survey
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.queries import surveys
from percaya.stages.surveys.trying import DryRun, try_out
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.surveys import words
from percaya.web.surveys.form import Typed
from percaya.web.surveys.preview import LANGUAGES, mail_text, send_trial
from percaya.web.ui.doors import MemberRequest, member_view
from percaya.web.ui.times import language


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def page(request: MemberRequest) -> HttpResponse:
    """POST: the limits that all surveys and rules share."""
    if request.method == "POST":
        return _limit(request)
    listed = [
        (public_ids.encode("survey", one.pk), one, words.kind_word(one.kind), words.when_word(one))
        for one in surveys(request.workspace.pk)
    ]
    return show(request, "surveys", "surveys", {"surveys": listed, "limits": limits_of(request.workspace.pk)})


@require_http_methods(["GET", "POST"])
@member_view(policy.ADMINISTER)
def edit(request: MemberRequest, public_id: str = "") -> HttpResponse:
    """A new one, or the one of that id. POST ``part``: save, count, trial (to oneself), or a change of the conditions."""
    survey = _found(request, public_id) if public_id else None
    if request.method == "GET":
        return _form(request, survey, Typed.of_survey(survey, request.member) if survey else _fresh(request))
    typed, part = Typed.posted(request.POST, request.member), request.POST.get("part", "")
    if part not in ("save", "count", "trial"):
        return _form(request, survey, typed)
    try:
        if part == "save":
            made = save_survey(workspace=request.workspace, wish=typed.wish(), survey=survey, by=request.by)
            said = _("“%(name)s” is saved.") if made.is_on else _("“%(name)s” is saved. It asks nobody until you switch it on.")
            return saved(request, "surveys", said=said % {"name": made.name})
        wanted = draft(request.workspace, typed.wish(), survey)
    except ValidationError as wrong:
        typed.trouble = " ".join(wrong.messages)
        return _form(request, survey, typed, status=422)
    if part == "trial":
        return _form(request, survey, typed, told=_send(wanted, request))
    return _form(request, survey, typed, tried=try_out(wanted, timezone.now()))


@require_POST
@member_view(policy.ADMINISTER)
def act(request: MemberRequest, public_id: str, verb: str) -> HttpResponse:
    """on, off or delete."""
    survey = _found(request, public_id)
    if verb in ("on", "off"):
        switch_survey(survey=survey, on=verb == "on", by=request.by)
        said = _("“%(name)s” asks from now on.") if verb == "on" else _("“%(name)s” asks nobody any more.")
        return saved(request, "surveys", said=said % {"name": survey.name})
    if verb != "delete":
        raise Http404
    delete_survey(survey=survey, by=request.by)
    return saved(request, "surveys", said=_("The survey is gone. Its answers stay."))


def _limit(request: MemberRequest) -> HttpResponse:
    given = [request.POST.get(name, "") for name in ("days_between", "quiet_from", "quiet_until")]
    days, first, until = (int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else -1 for text in given)
    try:
        save_limits(workspace=request.workspace, days_between=days, quiet_from=first, quiet_until=until, by=request.by)
    except ValidationError as wrong:
        return refused(request, "surveys", said=" ".join(wrong.messages))
    return saved(request, "surveys")


def _send(wanted: Survey, request: MemberRequest) -> tuple[str, str]:
    """(kind of banner, what to say)."""
    try:
        send_trial(wanted, request.member)
    except (OSError, SMTPException):
        return "error", _("The trial could not leave. Nothing was lost; check the mail settings of the server.")
    return "good", _("A trial is on its way to %(address)s.") % {"address": request.member.user.email}


def _found(request: MemberRequest, public_id: str) -> Survey:
    found = surveys(request.workspace.pk).filter(pk=key_of("survey", public_id)).first()
    if found is None:
        raise Http404
    return found


def _fresh(request: MemberRequest) -> Typed:
    """``?kind=`` of the three: its usual question in both languages."""
    kind = request.GET.get("kind", "csat")
    typed = Typed(kind=kind if kind in dict(words.kinds()) else "csat")
    typed.name = words.kind_word(typed.kind)
    if typed.kind == "nps":
        typed.moment = "schedule"
    for one in LANGUAGES:
        with translation.override(one):
            setattr(typed, f"question_{one}", default_question(typed.kind, request.workspace.name))
    return typed


def _form(
    request: MemberRequest,
    survey: Survey | None,
    typed: Typed,
    *,
    tried: DryRun | None = None,
    told: tuple[str, str] = ("", ""),
    status: int = 200,
) -> HttpResponse:
    asked = typed.asked.shown(request.member)
    texts = {"question_id": typed.question_id, "question_en": typed.question_en}
    shown = Survey(workspace=request.workspace, kind=typed.kind, **texts)
    context: dict[str, Any] = {
        "survey": survey,
        "public_id": public_ids.encode("survey", survey.pk) if survey else "",
        "typed": typed,
        "kinds": words.kinds(),
        "brands": [(public_ids.encode("brand", one.pk), one.name) for one in brands(request.workspace.pk)],
        "channels": [(c.key, c.name_en if language() == "en" else c.name_id) for c in channels().values()],
        "low_words": words.low_words(),
        "cond": asked,
        "form": asked["form"],
        "mails": [(one, mail_text(shown, one)) for one in LANGUAGES],
        "answers": answers(typed.kind),
        "question": typed.question_en if language() == "en" else typed.question_id,
        "tried": tried,
        "told": told,
    }
    return show(request, "survey", "surveys", context, status)
