"""An answer in a live chat stands where the visitor looks with the commit that writes it; never before words that still wait."""

import pytest

from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Delivery, Message
from percaya.core.workspace.actions.accounts import change_account
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.chat.actions import meet
from percaya.stages.delivery.actions import send
from percaya.stages.delivery.queries import attempts
from tests import builders
from tests.cast import Cast
from tests.stages.chat.test_conversations import chat_of, says
from tests.stages.mails import run_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast: Cast) -> Message:
    account = chat_of(cast.senja)
    return says(account, meet(account=account, key="web:a"), "Ongkir berapa?", "c1")


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.delivery_state


def test_an_answer_is_there_at_once_named_and_with_its_proof(cast: Cast, asked: Message) -> None:
    reply = builders.reply(asked.ticket, cast.dewi, "Rp18.000, kak.")
    assert state(reply) == Delivery.SENT and reply.external_id and reply.delivery_reason == "in the panel"
    assert [(one.carrier, one.phase, one.outcome) for one in attempts(reply)] == [("none", "ended", "sent")]
    send(message_id=reply.pk)
    assert len(attempts(reply)) == 1, "and it is there once"


def test_what_may_still_be_taken_back_waits_and_what_comes_after_it_waits_behind_it(cast: Cast, asked: Message) -> None:
    first = builders.reply(asked.ticket, cast.dewi, "Rp18.000, kak.", hold_seconds=3)
    second = builders.reply(asked.ticket, cast.dewi, "Sudah termasuk asuransi.")
    assert [state(each) for each in (first, second)] == [Delivery.HELD, Delivery.QUEUED]
    for each in (first, second):
        send(message_id=each.pk)
    assert [state(each) for each in (first, second)] == [Delivery.SENT, Delivery.SENT]


def test_a_paused_chat_keeps_the_answer_until_it_goes_on(cast: Cast, asked: Message) -> None:
    account = ChannelAccount.objects.get(channel="webchat")
    change_account(account=account, is_active=False, by=Actor.system())
    reply = builders.reply(builders.fresh(asked.ticket), cast.dewi, "Rp18.000, kak.")
    run_jobs()
    assert state(reply) == Delivery.QUEUED and reply.delivery_code == "paused"
    change_account(account=account, is_active=True, by=Actor.system())
    run_jobs()
    assert state(reply) == Delivery.SENT
