"""Programs read why a ticket went higher."""

from collections.abc import Callable

import pytest

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.stages.escalation.actions.handling import close_escalation
from percaya.stages.escalation.actions.raising import ask_supervisor
from tests import builders
from tests.cast import Cast
from tests.web.api.conftest import Api

pytestmark = pytest.mark.django_db


def path(ticket_id: int) -> str:
    return f"/tickets/{public_ids.encode('ticket', ticket_id)}/escalations"


def test_the_escalations_of_a_ticket_are_told(cast: Cast, api_of: Callable[..., Api]) -> None:
    api = api_of(cast.dewi, "tickets:read")
    ticket = builders.ticket(cast.rina)
    assert api.get(path(ticket.pk)).json() == {"escalations": []}
    made = ask_supervisor(ticket=ticket, words="Minta ganti rugi", member=cast.dewi, by=Actor.member(cast.dewi.pk))
    (one,) = api.get(path(ticket.pk)).json()["escalations"]
    assert (one["reason"], one["words"], one["closed_at"]) == ("asked", "Minta ganti rugi", None)
    assert one["owner"] == public_ids.encode("member", cast.sari.pk)
    assert one["asked_by"] == public_ids.encode("member", cast.dewi.pk)
    close_escalation(escalation=made, words="Disetujui", member=cast.sari, by=Actor.member(cast.sari.pk))
    (one,) = api.get(path(ticket.pk)).json()["escalations"]
    assert one["outcome"] == "Disetujui" and one["closed_at"]


def test_tickets_of_others_have_no_escalations_here(cast: Cast, api_of: Callable[..., Api]) -> None:
    api = api_of(cast.dewi, "tickets:read")
    assert api.get(path(builders.ticket(cast.joko).pk)).status_code == 404
