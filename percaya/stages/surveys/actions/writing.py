"""Making, changing, switching and deleting a survey."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.channels.registry import channels
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.alarms import cancel_alarm, set_alarm
from percaya.core.tickets.queries.conditions import customs_of, read
from percaya.core.workspace.models import Brand, Workspace
from percaya.stages.surveys.events import SurveyChanged
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.policy import Wish, first_round, wrong

_TEXTS = {"name": 80, "question_id": 300, "question_en": 300}
_PLAIN = ("kind", "moment", "delay_minutes", "every_days", "share", "low_action", "reminder_days")


def draft(workspace: Workspace, wish: Wish, survey: Survey | None = None) -> Survey:
    """The survey as it would be, not saved: for the dry count and the preview. Raises ``ValidationError``."""
    if what := wrong(wish):
        raise ValidationError(_trouble(what))
    if wish.brand is not None and not Brand.objects.filter(workspace=workspace, pk=wish.brand).exists():
        raise ValidationError(_("This brand is not there any more. Nothing was saved; choose another."))
    made = Survey(workspace=workspace)
    if survey is not None:
        made = Survey.objects.select_related("workspace").get(pk=survey.pk)
    for name, longest in _TEXTS.items():
        setattr(made, name, " ".join(getattr(wish, name).split())[:longest])
    for name in _PLAIN:
        setattr(made, name, getattr(wish, name))
    made.brand = wish.brand
    made.channels = [key for key in wish.channels if key in channels()]
    made.conditions = read(wish.conditions or {"of": []}, customs_of(workspace.pk)).data()
    return made


@transaction.atomic
def save_survey(*, workspace: Workspace, wish: Wish, survey: Survey | None = None, by: Actor) -> Survey:
    """A new one is off until it is switched on. Raises ``ValidationError``; nothing is saved then."""
    made = draft(workspace, wish, survey)
    made.save()
    _settle(made, "saved", by)
    return made


@transaction.atomic
def switch_survey(*, survey: Survey, on: bool, by: Actor) -> None:
    """From now on. Tickets that were solved while it was off are not asked about."""
    if survey.is_on == on:
        return
    survey.is_on = on
    survey.save(update_fields=["is_on", "updated_at"])
    _settle(survey, "on" if on else "off", by)


@transaction.atomic
def delete_survey(*, survey: Survey, by: Actor) -> None:
    """Its answers stay and go on naming it."""
    survey.is_deleted, survey.is_on = True, False
    survey.save(update_fields=["is_deleted", "is_on", "updated_at"])
    _settle(survey, "deleted", by)


def _settle(survey: Survey, how: str, by: Actor) -> None:
    key = f"survey:{survey.pk}:round"
    if survey.is_on and survey.moment == "schedule":
        due = first_round(timezone.now())
        set_alarm("surveys.ask_round", key=key, due_at=due, args={"survey_id": survey.pk}, workspace_id=survey.workspace_id)
    else:
        cancel_alarm(key)
    record(SurveyChanged(workspace_id=survey.workspace_id, survey=survey.pk, how=how), by=by)


def _trouble(what: str) -> str:
    return {
        "name": _("Give the survey a name. Nothing was saved."),
        "kind": _("Choose what it measures. Nothing was saved."),
        "question": _("Write the question in both languages. Nothing was saved."),
        "moment": _("Say when it asks: up to 30 days after solving, or every 1 to 365 days. Nothing was saved."),
        "share": _("The share is a number from 1 to 100. Nothing was saved."),
        "after": _("Choose what a low answer does, and a reminder after 0 to 30 days. Nothing was saved."),
    }[what]
