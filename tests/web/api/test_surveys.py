"""Programs read the surveys of their workspace, and what a ticket's customer answered."""

from collections.abc import Callable

import pytest

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.ratings.actions import ask_rating, give_rating
from percaya.stages.surveys.actions.writing import save_survey
from percaya.stages.surveys.policy import Wish
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def test_surveys_are_told_to_who_runs_the_house_and_none_of_next_door(cast: Cast, api_of: Callable[..., Api]) -> None:
    for workspace in (cast.workspace, cast.warung.workspace):
        wish = Wish(name=f"Survei {workspace.name}", kind="ces", question_id="Mudah?", question_en="Easy?")
        save_survey(workspace=workspace, wish=wish, by=Actor.system())
    (one,) = api_of(cast.wayan, "workspace:read").get("/surveys").json()["surveys"]
    assert (one["name"], one["kind"], one["is_on"], one["brand"]) == ("Survei Toko Senja", "ces", False, None)
    assert api_of(cast.dewi, "workspace:read").get("/surveys").status_code == 403


def test_the_answers_of_a_ticket_are_told(cast: Cast, api_of: Callable[..., Api]) -> None:
    ticket = builders.ticket(cast.rina, assignee=cast.dewi)
    give_rating(rating=ask_rating(ticket=ticket, by=Actor.system(), kind="nps"), score=0, comment="Lama")
    api = api_of(cast.dewi, "tickets:read")
    (one,) = api.get(f"/tickets/{public_ids.encode('ticket', ticket.pk)}/ratings").json()["ratings"]
    assert (one["kind"], one["score"], one["comment"], one["survey"]) == ("nps", 0, "Lama", None)
    other = builders.ticket(cast.joko)
    assert api.get(f"/tickets/{public_ids.encode('ticket', other.pk)}/ratings").status_code == 404
