"""The guided queue: the most urgent first, nobody has a ticket that another has, passing over needs a reason, and it ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from percaya.core.journal.models import EventRow
from percaya.core.journal.queries import facts
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.members import change_habits
from percaya.runtime.presence import presence
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
VIEW = "?view=unassigned"


@pytest.fixture(autouse=True)
def _nobody_is_here() -> None:
    presence.cache_clear()


@pytest.fixture
def three(cast: Cast) -> list[Ticket]:
    """The longest waiting one first: the most urgent."""
    now = timezone.now()
    return [builders.ticket(cast.rina, account=cast.senja.email, at=now - timedelta(hours=9 - n)) for n in range(3)]


def at(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"inbox:{name}", args=[cast.workspace.slug, *args])


def given(client: Client, cast: Cast) -> int | None:
    answer = client.get(at(cast, "queue") + VIEW)
    return int(answer.headers["Location"].partition("/inbox/")[2].partition("?")[0]) if answer.status_code == 302 else None


def test_two_agents_get_different_tickets_and_the_last_hears_that_there_is_none(cast: Cast, three: list[Ticket]) -> None:
    found = [given(logged_in(who), cast) for who in (cast.dewi, cast.budi, cast.sari, cast.wayan)]
    assert found == [*(ticket.number for ticket in three), None]
    assert "selesai" in logged_in(cast.wayan).get(at(cast, "queue") + VIEW).content.decode()


def test_a_ticket_somebody_has_open_is_not_given_out(cast: Cast, three: list[Ticket]) -> None:
    presence().touch(three[0].pk, cast.budi.pk, "viewing", cast.workspace.pk)
    try:
        assert given(logged_in(cast.dewi), cast) == three[1].number
    finally:
        presence().leave(three[0].pk, cast.budi.pk, cast.workspace.pk)


def test_coming_back_goes_on_with_the_same_ticket(cast: Cast, three: list[Ticket]) -> None:
    client = logged_in(cast.dewi)
    assert given(client, cast) == given(client, cast) == three[0].number


def test_the_page_says_how_many_are_left_and_acting_brings_the_next(cast: Cast, three: list[Ticket]) -> None:
    change_habits(member=cast.dewi, after_action="list")  # the queue goes on whatever the habit
    client = logged_in(cast.dewi)
    place = client.get(at(cast, "queue") + VIEW).headers["Location"]
    assert "3 tersisa" in client.get(place).content.decode()
    query = "?" + place.partition("?")[2]
    answer = client.post(at(cast, "change", three[0].number, "resolve") + query)
    assert f"/inbox/{three[1].number}?" in answer.headers["Location"] and "queue=1" in answer.headers["Location"]
    data = {"text": "Baik kak.", "send_key": "satu", "seen_up_to": three[1].version}
    answer = client.post(at(cast, "reply", three[1].number) + query, data)
    assert f"/inbox/{three[2].number}?" in answer.headers["Location"]


def test_passing_over_needs_a_reason_is_kept_and_frees_the_ticket_for_others(cast: Cast, three: list[Ticket]) -> None:
    client = logged_in(cast.dewi)
    number = given(client, cast)
    query = VIEW + "&queue=1"
    client.post(at(cast, "skip", number) + query, {"why": ""})
    assert given(client, cast) == number
    answer = client.post(at(cast, "skip", number) + query, {"reason": "Bukan bidang saya"})
    assert f"/inbox/{three[1].number}?" in answer.headers["Location"]
    event = EventRow.objects.get(kind="ticket.queue_skipped")
    assert facts(event)["why"] == "Bukan bidang saya" and event.actor_id == cast.dewi.pk
    assert given(logged_in(cast.budi), cast) == number
    builders.inbound(three[0], "Halo?")  # the customer wrote: it is offered again once it is free


def test_a_light_member_has_no_queue(cast: Cast, three: list[Ticket]) -> None:
    assert logged_in(cast.gilang).get(at(cast, "queue")).status_code == 403
    assert logged_in(cast.gilang).post(at(cast, "skip", three[0].number), {"why": "tidak"}).status_code == 403
    assert logged_in(cast.tono).get(at(cast, "queue")).status_code == 404
