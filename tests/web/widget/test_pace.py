"""Live chat holds an address and a visitor each to a pace, and says how a ticket stands as page and mail do."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import override

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.updates import say_next_update
from percaya.core.tickets.models import Ticket
from percaya.web.portal.standing import standing
from tests import builders
from tests.cast import Cast
from tests.web.widget.test_chat import Panel, chat_of, opened

pytestmark = pytest.mark.django_db
NOON = 1_790_000_000  # one window of counting, however slow the machine


def test_many_visitors_behind_one_address_share_the_pace_of_five(cast: Cast) -> None:
    account = chat_of(cast.senja)
    with time_machine.travel(NOON, tick=False):
        visitors = [opened(account) for _one in range(6)]
        codes = [each.post("forget").status_code for each in visitors for _try in range(3)]
        elsewhere = visitors[5]
        elsewhere.client = Client(REMOTE_ADDR="203.0.113.9")
        assert codes == [409] * 15 + [429] * 3
        assert Panel(account).begin().status_code == 200  # another door is counted by itself
        elsewhere.begin()
        assert elsewhere.post("forget").status_code == 409


def test_an_address_cannot_have_passes_made_without_end(cast: Cast) -> None:
    panel = Panel(chat_of(cast.senja))
    with time_machine.travel(NOON, tick=False):
        codes = [panel.begin().status_code for _one in range(121)]
    assert codes == [200] * 120 + [429]


def test_the_panel_says_how_it_stands_in_the_sentence_of_page_and_mail(cast: Cast) -> None:
    panel = opened(chat_of(cast.senja))
    panel.say("Halo")
    ticket = Ticket.objects.get(channel="webchat")
    by = Actor.member(cast.dewi.pk)
    for days in (2, 4):
        say_next_update(ticket=builders.fresh(ticket), at=timezone.now() + timedelta(days=days), by=by)
    with override("id"):
        said = standing(builders.fresh(ticket)).sentence
    assert "seperti yang kami sampaikan" in said and escape(said) in panel.talk()
