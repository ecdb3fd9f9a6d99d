"""Silence after a bad experience is noticed: from our answer to an unhappy customer until they write or confirm."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.journal.models import EventRow
from percaya.core.tickets.actions.states import close, resolve
from tests import builders
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ANGRY = "Saya sangat kecewa, sudah lima hari dan barangnya rusak"


def test_the_mood_of_the_last_message_stands_on_the_ticket(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, text=ANGRY)
    assert builders.fresh(ticket).mood == "negative"
    assert EventRow.objects.filter(kind="ticket.mood_read").count() == 1
    builders.inbound(ticket, "Terima kasih kak, cepat sekali responnya, mantap!")
    assert builders.fresh(ticket).mood == "positive"


def test_quiet_begins_with_our_answer_and_ends_with_the_customers_word(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, text=ANGRY, assignee=cast.dewi)
    assert builders.fresh(ticket).quiet_since is None
    builders.reply(ticket, cast.dewi)
    assert builders.fresh(ticket).quiet_since is not None
    builders.inbound(ticket, "Ini fotonya")
    assert builders.fresh(ticket).quiet_since is None


def test_who_was_content_may_be_quiet_and_so_may_who_confirmed(cast: Cast) -> None:
    content = builders.ticket(cast.rina, text="Kak mau tanya jam buka toko", assignee=cast.dewi)
    builders.reply(content, cast.dewi)
    assert builders.fresh(content).quiet_since is None
    angry = builders.ticket(cast.rina, text=ANGRY, assignee=cast.dewi)
    builders.reply(angry, cast.dewi)
    by = Actor.contact(cast.rina.pk)
    resolve(ticket=builders.fresh(angry), by=by, reason="customer_confirmed")
    close(ticket=builders.fresh(angry), by=by, reason="customer_confirmed")
    assert builders.fresh(angry).quiet_since is None
