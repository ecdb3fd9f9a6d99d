"""What a customer reads of a ticket is one sentence from one source, in both languages, and only what is true."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.states import resolve, wait_for_customer
from percaya.core.tickets.actions.updates import say_next_update
from percaya.core.tickets.models import Message
from percaya.core.tickets.queries.standing import standing
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-23T02:00:00+00:00"  # 09.00 WIB


def test_the_sentence_names_the_word_who_and_by_when(cast: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False):
        ticket = builders.ticket(cast.rina, assignee=cast.dewi)
        with translation.override("id"):
            said = standing(ticket).sentence
        with translation.override("en"):
            told = standing(ticket).sentence
    assert said.startswith("Sedang dikerjakan. Dewi sedang mengerjakannya. Anda mendapat kabar paling lambat Senin, 23 Nov 2026,")
    assert told == "In progress. Dewi is working on it. You hear from us by Monday, 23 Nov 2026, 13:00 WIB."


def test_a_missed_time_is_owned_up_to(cast: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False):
        ticket = builders.ticket(cast.rina)
    with time_machine.travel("2026-11-23T09:00:00+00:00", tick=False), translation.override("en"):
        said = standing(ticket).sentence
    assert said.startswith(
        "We are late, and we are sorry: you should have heard from us by Monday, 23 Nov 2026, 13:00 WIB. Received."
    )


def test_a_time_that_no_longer_holds_is_named_beside_the_new_one(cast: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False), translation.override("id"):
        ticket = builders.ticket(cast.rina, assignee=cast.dewi)
        say_next_update(ticket=ticket, at=timezone.now() + timedelta(days=1), by=Actor.member(cast.dewi.pk))
        said = standing(builders.fresh(ticket)).sentence
    assert (
        "paling lambat Selasa, 24 Nov 2026, 09.00 WIB, bukan Senin, 23 Nov 2026, 13.00 WIB seperti yang kami sampaikan." in said
    )


def test_who_has_it_higher_is_said_and_the_time_once(cast: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False), translation.override("en"):
        said = standing(builders.ticket(cast.rina), is_higher=True).sentence
    assert said == "Received. A senior colleague has your matter now. You hear from us by Monday, 23 Nov 2026, 13:00 WIB."


def test_waiting_for_you_is_said_only_when_we_spoke_last(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina)
    wait_for_customer(ticket=ticket, by=Actor.member(cast.dewi.pk))
    assert standing(builders.fresh(ticket)).key != "waiting_you"
    ours = builders.reply(builders.fresh(ticket), cast.dewi, "Nomor pesanannya berapa, kak?")
    Message.objects.filter(pk=ours.pk).update(delivery_state="sent")
    assert standing(builders.fresh(ticket)).key == "waiting_you"


def test_our_promise_is_said_only_when_somebody_hands_it_in(cast: Cast) -> None:
    ticket = resolve(ticket=builders.ticket(cast.rina), by=Actor.member(cast.dewi.pk))
    with translation.override("id"):
        assert standing(ticket).next == "Tetap selesai, kecuali Anda mengabari kami."
    with translation.override("en"):
        assert standing(ticket, answered_within="4 working hours").can_dispute
