"""Surveys in the settings: made with a preview, counted before they ask anybody, tried on oneself, switched on and off."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from percaya.core.journal.actor import Actor
from percaya.core.ratings.models import AskingLimits, Rating
from percaya.core.tickets.actions.states import resolve
from percaya.stages.surveys.models import Survey
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db

FORM: dict[str, Any] = {
    "name": "Kepuasan", "kind": "csat", "question_id": "Puaskah Anda?", "question_en": "Are you content?", "moment": "solved",
    "delay": "2", "unit": "h", "every_days": "90", "share": "100", "low_action": "", "reminder_days": "0", "match": "all",
}  # fmt: skip


def at(cast: Cast, name: str, *args: str) -> str:
    return reverse(f"settings:{name}", args=[cast.workspace.slug, *args])


def send(cast: Cast, part: str, **more: str) -> Any:
    return logged_in(cast.wayan).post(at(cast, "new_survey"), {**FORM, **more, "part": part})


@pytest.mark.parametrize(
    ("kind", "question"), [("csat", "Seberapa puas"), ("nps", "merekomendasikan Toko Senja"), ("ces", "Seberapa mudah")]
)
def test_a_new_one_begins_with_its_usual_question(cast: Cast, kind: str, question: str) -> None:
    page = logged_in(cast.wayan).get(at(cast, "new_survey"), {"kind": kind}).content.decode()
    assert (question in page and "satisfied" in page) or kind != "csat"


def test_it_is_saved_off_then_switched_on_changed_and_deleted(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    assert send(cast, "save").status_code == 302
    survey = Survey.objects.get(workspace=cast.workspace)
    assert (survey.delay_minutes, survey.is_on) == (120, False)
    page = client.get(at(cast, "surveys")).content.decode()
    key = page.split("/settings/surveys/srv_")[1].split('"')[0]
    for verb, on in (("on", True), ("off", False)):
        client.post(at(cast, "survey_act", f"srv_{key}", verb))
        survey.refresh_from_db()
        assert survey.is_on is on
    client.post(at(cast, "survey", f"srv_{key}"), {**FORM, "name": "Baru", "kind": "ces", "part": "save"})
    survey.refresh_from_db()
    assert (survey.name, survey.kind) == ("Baru", "ces")
    assert client.get(at(cast, "survey", f"srv_{key}")).status_code == 200
    client.post(at(cast, "survey_act", f"srv_{key}", "delete"))
    assert client.get(at(cast, "survey", f"srv_{key}")).status_code == 404


def test_what_makes_no_sense_is_said_and_stays_in_the_form(cast: Cast) -> None:
    answer = send(cast, "save", share="abc")
    assert answer.status_code == 422 and "1 sampai 100" in answer.content.decode() and "Puaskah Anda?" in answer.content.decode()
    assert not Survey.objects.exists()


def test_the_count_asks_nobody(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, account=cast.senja.email, assignee=cast.dewi)
    builders.reply(ticket, cast.dewi)
    resolve(ticket=ticket, by=Actor.member(cast.dewi.pk))
    page = send(cast, "count").content.decode()
    assert "Dalam 7 hari terakhir survei ini akan menanyai 1 pelanggan." in page
    assert not Rating.objects.exists() and not Survey.objects.exists()


def test_the_preview_has_every_answer_in_both_languages(cast: Cast) -> None:
    page = send(cast, "look", kind="nps").content.decode()
    assert "Puaskah Anda?" in page and "Are you content?" in page and page.count("?s=10") == 2


def test_a_trial_goes_to_oneself_alone(cast: Cast) -> None:
    send(cast, "trial")
    (sent,) = mail.outbox
    assert sent.to == [cast.wayan.user.email] and "Puaskah Anda?" in sent.body and not Rating.objects.exists()


def test_the_limits_are_kept_and_nonsense_is_refused(cast: Cast) -> None:
    client = logged_in(cast.wayan)
    client.post(at(cast, "surveys"), {"days_between": "30", "quiet_from": "21", "quiet_until": "7"})
    assert AskingLimits.objects.get(pk=cast.workspace.pk).days_between == 30
    client.post(at(cast, "surveys"), {"days_between": "x", "quiet_from": "21", "quiet_until": "7"})
    assert AskingLimits.objects.get(pk=cast.workspace.pk).days_between == 30


def test_only_who_runs_the_house_sets_surveys_up(cast: Cast) -> None:
    assert logged_in(cast.sari).get(at(cast, "surveys")).status_code == 403
    assert logged_in(cast.sari).post(at(cast, "new_survey"), {**FORM, "part": "save"}).status_code == 403
