"""The language of a message, with how sure and why."""

import pytest

from percaya.core.journal.models import EventRow
from percaya.core.tickets.models import Message
from percaya.stages.triage.language import detect
from percaya.stages.triage.policy import is_spam
from tests import builders
from tests.cast import Cast


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Halo kak, pesanan saya blm sampai ya", "id"),
        ("paketnya udah di-pickup tapi tracking-nya stuck", "id"),
        ("Hello, my order has not arrived yet. Can you help?", "en"),
        ("refund dong min, barang zonk", "id"),
        ("I would like a refund please", "en"),
        ("Assalamualaikum, mohon info stok", "id"),
        ("My parcel never came back", "en"),
    ],
)
def test_indonesian_and_english_are_told_apart_in_chat_language_too(text: str, language: str) -> None:
    finding = detect(text, "xx")
    assert finding.language == language and finding.confidence >= 0.5 and finding.evidence


@pytest.mark.parametrize("text", ["", "p", "INV-2026/11", "👍👍", "12345"])
def test_where_there_is_nothing_to_go_by_the_fallback_stays_and_says_so(text: str) -> None:
    assert detect(text, "id").confidence == 0


def test_an_english_ticket_speaks_english_and_says_why(cast: Cast) -> None:
    ticket = builders.ticket(cast.rina, subject="Refund", text="Hello, I would like to have a refund for my order please.")
    assert ticket.language == "en"
    said = EventRow.objects.get(kind="ticket.language_detected", stream_id=ticket.pk)
    assert "confidence" in said.data and "words:" in said.data
    receipt = Message.objects.get(ticket=ticket, direction="outbound")
    assert "Thank you for writing" in receipt.body_text


@pytest.mark.parametrize(
    ("score", "known", "hidden"), [(0.95, False, True), (0.95, True, False), (0.89, False, False), (0.0, False, False)]
)
def test_only_a_stranger_with_a_high_score_is_hidden(score: float, known: bool, hidden: bool) -> None:
    assert is_spam(score, known_customer=known) is hidden
