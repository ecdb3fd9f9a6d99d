"""How the thread reads: bursts as one, a line where the talk moves, where the unread begins, and the customer's own clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from percaya.core.journal.actor import Actor
from percaya.core.people.models import Contact
from percaya.core.tickets.actions.merging import merge
from percaya.core.tickets.models import Message, Ticket
from percaya.core.tickets.queries import timeline
from percaya.core.tickets.queries.tickets import by_number
from percaya.web.inbox.ticket.story import Bubble, items
from tests import builders
from tests.cast import Cast, logged_in

pytestmark = pytest.mark.django_db


def bubbles(cast: Cast, ticket: Ticket, **more: Any) -> list[Bubble]:
    found = by_number(cast.dewi, ticket.number)
    assert found is not None
    shown = [item.bubble for item in items(timeline.story(found), found, **more) if item.bubble]
    return [one for one in shown if not one.message.auto]


def test_a_burst_of_one_person_reads_as_one_and_others_do_not(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, messages=3)
    builders.note(ticket, cast.dewi)
    builders.note(ticket, cast.budi)
    last = builders.inbound(ticket)
    Message.objects.filter(pk=last.pk).update(created_at=timezone.now() + timedelta(seconds=61))
    assert [one.joined for one in bubbles(cast, ticket)][-4:] == [True, False, False, False]


def test_the_fresh_part_knows_what_it_goes_on_from(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    builders.inbound(ticket, "satu")
    desk, version = logged_in(cast.dewi), builders.fresh(ticket).version
    said = builders.inbound(ticket, "dua")
    url = reverse("inbox:fresh", args=[cast.workspace.slug, ticket.number])
    html = desk.get(url, {"after": version}, headers={"hx-request": "true"}).content.decode()
    article = html.split(f'id="m-{said.pk}"')[0].rsplit("<article", 1)[1]
    assert "entry--joined" in article and "data-whole" not in html


def test_a_merge_draws_an_open_thread_anew(cast: Cast) -> None:
    one, two = builders.ticket(cast.rina, text="dari tiket satu"), builders.ticket(cast.rina)
    version = builders.fresh(two).version
    merge(source=one, target=two, by=Actor.system())
    url = reverse("inbox:fresh", args=[cast.workspace.slug, two.number])
    html = logged_in(cast.dewi).get(url, {"after": version}).content.decode()
    assert "data-whole" in html and "dari tiket satu" in html and f"#{one.number}" in html


def test_a_move_to_another_channel_is_said_with_its_time(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    said = builders.inbound(ticket)
    Message.objects.filter(pk=said.pk).update(channel="webform")
    assert [one.moved for one in bubbles(cast, ticket)] == [False, True]
    page = logged_in(cast.dewi).get(reverse("inbox:ticket", args=[cast.workspace.slug, ticket.number])).content.decode()
    assert "Pindah ke Formulir" in page


@pytest.mark.parametrize(("unread", "first"), [(0, None), (2, 1), (9, 0)])
def test_the_unread_line_counts_and_stands_before_the_first(cast: Cast, unread: int, first: int | None) -> None:
    ticket = builders.ticket(cast.rina, messages=3)
    counts = [one.new for one in bubbles(cast, ticket, unread=unread)]
    assert counts == [unread if place == first else 0 for place in range(3)]


def test_the_customers_own_time_is_told_where_their_clock_differs(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    for zone, told in (("", ""), ("Asia/Jakarta", ""), ("Asia/Pontianak", ""), ("Nowhere/At_All", ""), ("Asia/Jayapura", "WIT")):
        Contact.objects.filter(pk=cast.rina.pk).update(time_zone=zone)
        with timezone.override("Asia/Jakarta"):
            [bubble] = bubbles(cast, ticket)
        assert bubble.there.endswith(told) and bool(bubble.there) == bool(told)
