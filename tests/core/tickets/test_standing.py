"""What a customer reads of a ticket is one sentence from one source, in both languages, and only what is true."""

import pytest
import time_machine
from django.utils import translation

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.states import resolve, wait_for_customer
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
        assert "We are late, and we are sorry." in standing(ticket).sentence


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
