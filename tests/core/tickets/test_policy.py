"""The pure decisions, as tables."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percaya.core.tickets import policy
from percaya.core.words import suffixes, words

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("current", "wanted", "verb"),
    [
        ("new", "open", "start"),
        ("new", "resolved", "resolve"),
        ("open", "waiting_customer", "wait_for_customer"),
        ("open", "waiting_other", "wait_for_other"),
        ("waiting_other", "open", "start"),
        ("resolved", "open", "reopen"),
        ("resolved", "closed", "close"),
        ("closed", "open", None),
        ("open", "closed", None),
        ("resolved", "waiting_customer", None),
    ],
)
def test_every_change_of_state_is_a_verb_or_impossible(current: str, wanted: str, verb: str | None) -> None:
    assert policy.verb_to(current, wanted) == verb


@pytest.mark.parametrize(
    ("state", "owner", "asked", "word"),
    [
        ("new", False, False, "Diterima"),
        ("new", True, False, "Sedang dikerjakan"),
        ("open", False, False, "Sedang dikerjakan"),
        ("waiting_customer", True, True, "Menunggu jawaban Anda"),
        ("waiting_customer", True, False, "Sedang dikerjakan"),
        ("waiting_other", True, False, "Menunggu pihak lain"),
        ("resolved", True, True, "Selesai — mohon cek"),
        ("closed", True, True, "Ditutup"),
    ],
)
def test_the_customer_reads_one_of_six_words(state: str, owner: bool, asked: bool, word: str) -> None:
    assert policy.public_status(state=state, has_owner=owner, asked=asked).word_id == word


@pytest.mark.parametrize(
    ("state", "snoozed", "spam", "merged", "shelf"),
    [
        ("new", False, False, False, 0),
        ("open", True, False, False, 2),
        ("waiting_customer", False, False, False, 1),
        ("resolved", True, False, False, 3),
        ("closed", False, False, False, 4),
        ("open", False, True, False, 5),
        ("open", False, True, True, 6),
    ],
)
def test_a_ticket_lies_on_one_shelf(state: str, snoozed: bool, spam: bool, merged: bool, shelf: int) -> None:
    assert policy.shelf(state=state, snoozed=snoozed, is_spam=spam, merged=merged) == shelf


def _key(due: int | None, priority: str, waiting: int | None) -> int:
    def at(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOON + timedelta(minutes=minutes)

    return policy.urgency_key(due_at=at(due), priority=priority, waiting_since=at(waiting))


def test_most_urgent_is_nearest_due_then_priority_then_longest_wait() -> None:
    order = [
        _key(-60, "low", -10),  # most overdue first, whatever its priority
        _key(-5, "urgent", -10),
        _key(30, "urgent", -1),
        _key(30, "normal", -90),
        _key(30, "normal", -1),
        _key(None, "urgent", None),
        _key(None, "low", None),
    ]
    assert order == sorted(order) and len(set(order)) == len(order)


@given(st.integers(0, 10**8), st.sampled_from(policy.PRIORITIES), st.integers(0, 10**8))
def test_the_urgency_key_fits_a_bigint(due: int, priority: str, waiting: int) -> None:
    assert 0 <= _key(due, priority, waiting) < 2**56


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("pesanannya blm sampai", "pesanan belum"),
        ("barang rusak, minta pengembalian dana", "kembalikan"),
        ("pengiriman terlambat", "dikirim"),
        ("refunds were delayed", "refund delay"),
        ("lamaaa bangettt", "lama banget"),
        ("pembayaran gagal", "bayar"),
        ("gak bisa login", "tidak"),
        ("INV-2026/11", "inv 2026"),
    ],
)
def test_words_meet_in_one_form(written: str, sought: str) -> None:
    assert set(words(sought)) <= set(words(written))


def test_a_number_is_found_by_its_end() -> None:
    assert {"7890", "081234567890"[-8:]} <= set(suffixes("+6281234567890"))
    assert suffixes("123") == []
