"""What is fetched ahead is read by nobody, and what colleagues change on the open ticket is said with the way back."""

import pytest
from django.urls import reverse

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.properties import change_priority
from percaya.core.tickets.actions.states import wait_for_customer
from percaya.core.tickets.models import Seen, Ticket
from percaya.core.workspace.actions.members import change_habits
from percaya.runtime.presence import presence
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db
PANE = {"HX-Request": "true", "HX-Target": "ticket"}


@pytest.fixture(autouse=True)
def _nobody_is_here() -> None:
    presence.cache_clear()


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return builders.ticket(cast.rina, account=cast.senja.email)


def at(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"inbox:{name}", args=[cast.workspace.slug, *args])


def test_fetched_ahead_is_neither_read_nor_being_looked_at(cast: Cast, ticket: Ticket) -> None:
    client = logged_in(cast.dewi)
    ahead = client.get(at(cast, "ticket", ticket.number), headers={**PANE, "X-Prefetch": "1"})
    assert b'id="ticket"' in ahead.content
    assert not Seen.objects.exists() and presence().who(ticket.pk) == []
    client.get(at(cast, "ticket", ticket.number), headers=PANE)
    assert Seen.objects.get(member=cast.dewi).inbound_seen == 1 and len(presence().who(ticket.pk)) == 1


def test_a_colleagues_change_is_said_to_others_alone_with_the_way_back(cast: Cast, ticket: Ticket) -> None:
    wait_for_customer(ticket=ticket, by=Actor.member(cast.budi.pk))
    path = at(cast, "fresh", ticket.number) + f"?after={ticket.version}"
    page = logged_in(cast.dewi).get(path).content.decode()
    assert "Budi mengubah status dari Baru menjadi Menunggu pelanggan · baru saja" in page and "/undo?after=" in page
    assert 'id="news"' not in logged_in(cast.budi).get(path).content.decode()
    assert 'data-undo=""' in logged_in(cast.gilang).get(path).content.decode()
    later = builders.fresh(ticket).version
    assert 'id="news"' not in logged_in(cast.dewi).get(at(cast, "fresh", ticket.number) + f"?after={later}").content.decode()


def test_after_a_reply_the_next_ticket_comes_and_with_no_other_the_member_stays(cast: Cast, ticket: Ticket) -> None:
    client, view = logged_in(cast.dewi), "?view=open"
    data = {"text": "Baik kak.", "send_key": "satu", "seen_up_to": ticket.version}
    alone = client.post(at(cast, "reply", ticket.number) + view, data)
    assert f"/inbox/{ticket.number}?" in alone.headers["Location"]
    other = builders.ticket(cast.rina, account=cast.senja.email)
    answer = client.post(at(cast, "reply", ticket.number) + view, {**data, "send_key": "dua"})
    assert f"/inbox/{other.number}?" in answer.headers["Location"]
    change_habits(member=cast.dewi, after_action="stay")
    answer = client.post(at(cast, "reply", ticket.number) + view, {**data, "send_key": "tiga"})
    assert f"/inbox/{ticket.number}?" in answer.headers["Location"]


def test_a_change_of_several_things_is_said_once_each(cast: Cast, ticket: Ticket) -> None:
    by = Actor.member(cast.budi.pk)
    change_priority(ticket=ticket, to="high", by=by)
    change_priority(ticket=ticket, to="urgent", by=by)
    path = at(cast, "fresh", ticket.number) + f"?after={ticket.version}"
    assert logged_in(cast.dewi).get(path).content.decode().count("data-news=") == 2
