"""Spam opens no work; somebody we have answered is never hidden by a score."""

import pytest

from percaya.core.tickets.models import Message
from tests import builders
from tests.cast import Cast
from tests.stages.mails import answer, arrive, outbound, with_headers

SPAM = {"X_Spam_Flag": "YES", "X_Spam_Status": "Yes, score=25.0 required=5.0 tests=BAYES_99"}


def test_spam_is_set_aside_and_gets_no_receipt(cast: Cast) -> None:
    kept = arrive(cast.senja.email, with_headers(builders.raw_mail(sender="Untung <untung@lain.example>"), **SPAM))
    assert kept.ticket is not None
    assert kept.ticket.is_spam
    assert not kept.ticket.is_open
    assert outbound(kept.ticket) == []


@pytest.fixture
def known(cast: Cast) -> Cast:
    kept = arrive(cast.senja.email, builders.raw_mail())
    assert kept.ticket is not None
    answer(kept.ticket, cast.dewi)
    return cast


def test_a_known_customer_is_not_hidden(known: Cast) -> None:
    raw = builders.raw_mail(message_id="<dua@contoh.example>", subject="Hadiah", text="Selamat! Saya menang undian?")
    kept = arrive(known.senja.email, with_headers(raw, **SPAM))
    assert kept.ticket is not None and not kept.ticket.is_spam
    assert Message.objects.filter(ticket=kept.ticket, direction="inbound").count() >= 1
