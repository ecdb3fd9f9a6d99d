"""The pure decisions about tickets: which state follows which, where a ticket lies, how urgent it is, what a customer reads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NEW, OPEN, WAITING_CUSTOMER, WAITING_OTHER, RESOLVED, CLOSED = (
    "new",
    "open",
    "waiting_customer",
    "waiting_other",
    "resolved",
    "closed",
)

# verb -> the states it may start from
TRANSITIONS: Mapping[str, frozenset[str]] = {
    "start": frozenset({NEW, WAITING_CUSTOMER, WAITING_OTHER}),
    "wait_for_customer": frozenset({NEW, OPEN, WAITING_OTHER}),
    "wait_for_other": frozenset({NEW, OPEN, WAITING_CUSTOMER}),
    "resolve": frozenset({NEW, OPEN, WAITING_CUSTOMER, WAITING_OTHER}),
    "reopen": frozenset({RESOLVED}),
    "close": frozenset({RESOLVED}),
}
TARGETS: Mapping[str, str] = {
    "start": OPEN,
    "wait_for_customer": WAITING_CUSTOMER,
    "wait_for_other": WAITING_OTHER,
    "resolve": RESOLVED,
    "reopen": OPEN,
    "close": CLOSED,
}
OPEN_STATES = frozenset({NEW, OPEN, WAITING_CUSTOMER, WAITING_OTHER})
PRIORITIES = ("low", "normal", "high", "urgent")


def verb_to(current: str, wanted: str) -> str | None:
    """The verb that leads from one state to another, ``None`` when there is none."""
    for verb, target in TARGETS.items():
        if target == wanted and current in TRANSITIONS[verb]:
            return verb
    return None


def shelf(*, state: str, snoozed: bool, is_spam: bool, merged: bool) -> int:
    """See ``models.Shelf``."""
    if merged:
        return 6
    if is_spam:
        return 5
    if state in (RESOLVED, CLOSED):
        return 3 if state == RESOLVED else 4
    if snoozed:
        return 2
    return 1 if state in (WAITING_CUSTOMER, WAITING_OTHER) else 0


_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
NEVER = (1 << 27) - 1  # minutes; some 255 years


def urgency_key(*, due_at: datetime | None, priority: str, waiting_since: datetime | None) -> int:
    """Smaller is more urgent: the nearest due first (overdue ones are simply nearest), then priority, then the longest
    wait. Packed into 56 bits (27 of minutes, 2, 27 of minutes) so that one index column sorts and pages the list."""
    rank = 3 - PRIORITIES.index(priority)
    return (_minutes(due_at) << 29) | (rank << 27) | _minutes(waiting_since)


@dataclass(frozen=True)
class SortKeys:
    """One number for each other sort of the list, the smallest first; an index leads with each."""

    priority_key: int  # priority, then what is owed first, then the longest wait
    waiting_key: int  # minutes: who has waited longest
    due_key: int  # minutes: what comes next of reply, promise and the end of a snooze


def sort_keys(
    *,
    due_at: datetime | None,
    promise_due_at: datetime | None,
    snoozed_until: datetime | None,
    priority: str,
    waiting_since: datetime | None,
) -> SortKeys:
    owed = min(filter(None, (due_at, promise_due_at)), default=None)
    following = min(filter(None, (owed, snoozed_until)), default=None)
    rank = 3 - PRIORITIES.index(priority)
    return SortKeys(
        priority_key=(rank << 54) | (_minutes(owed) << 27) | _minutes(waiting_since),
        waiting_key=_minutes(waiting_since),
        due_key=_minutes(following),
    )


def next_word(
    *, update_due_at: datetime | None, due_at: datetime | None, due_kind: str, promise_due_at: datetime | None
) -> datetime | None:
    """By when a customer hears from us, as the columns of a ticket have it: what was said goes before the reply that the service
    level owes; a promise that falls due earlier goes before both."""
    base = update_due_at or (due_at if due_kind != "resolution" else None)
    return min(filter(None, (base, promise_due_at)), default=None)


def update_key(at: datetime | None) -> int:
    """Smaller is sooner; minutes, ``NEVER`` where nothing is owed. One number, so that one index sorts and pages the list."""
    return _minutes(at)


def owed_at(key: int | None) -> datetime | None:
    """The minute that an ``update_key`` stands for; ``None`` where nothing is owed."""
    return None if key is None or key >= NEVER else _EPOCH + timedelta(minutes=key)


NEAR = timedelta(minutes=30)  # before a due time that nobody warns of earlier


def near_at(*, due_at: datetime | None, due_warn_at: datetime | None, promise_due_at: datetime | None) -> datetime | None:
    """From when on a ticket is close to being late: the first warning of what it owes next, or half an hour before a promise.
    ``None`` when nothing is owed."""
    warned = due_warn_at or (due_at - NEAR if due_at else None)
    return min(filter(None, (warned, promise_due_at - NEAR if promise_due_at else None)), default=None)


def _minutes(instant: datetime | None) -> int:
    if instant is None:
        return NEVER
    return max(0, min(NEVER - 1, int((instant - _EPOCH).total_seconds() // 60)))


def preview(text: str) -> str:
    """The first words on one line, for the list."""
    return " ".join(text[:600].split())[:160]


# A slot of a template that nobody filled: {{contact.name}}. Other braces are the writer's own business.
_SLOT = re.compile(r"\{\{\s*(?:contact|ticket|agent|workspace|brand|field|now|today|due)\b[^{}\n]{0,80}\}\}")


def unfilled(text: str) -> list[str]:
    """The slots still open in a text, in order, once each."""
    return list(dict.fromkeys(found[0] for found in _SLOT.finditer(text)))


def is_overtaken(*, written_at: datetime, seen_at: str, spoken_at: datetime | None) -> bool:
    """The customer spoke after a scheduled reply was written (or last looked at, ISO time)."""
    looked = datetime.fromisoformat(seen_at) if seen_at else written_at
    return spoken_at is not None and spoken_at > looked


@dataclass(frozen=True)
class PublicStatus:
    """What a customer reads of a state: the word in both languages and the glyph beside it."""

    key: str
    word_id: str
    word_en: str
    glyph: str


RECEIVED = PublicStatus("received", "Diterima", "Received", "○")
IN_PROGRESS = PublicStatus("in_progress", "Sedang dikerjakan", "In progress", "◐")
WAITING_PARTNER = PublicStatus("waiting_other", "Menunggu pihak lain", "Waiting on a partner", "◌")
WAITING_YOU = PublicStatus("waiting_you", "Menunggu jawaban Anda", "Waiting for you", "◆")
SOLVED = PublicStatus("solved", "Selesai — mohon cek", "Solved — please check", "✓")
ENDED = PublicStatus("closed", "Ditutup", "Closed", "■")


def public_status(*, state: str, has_owner: bool, asked: bool) -> PublicStatus:
    """Derived from the internal state, never equal to it. "Waiting for you" only when we wrote last (``asked``)."""
    match state:
        case "resolved":
            return SOLVED
        case "closed":
            return ENDED
        case "waiting_other":
            return WAITING_PARTNER
        case "waiting_customer" if asked:
            return WAITING_YOU
        case "new" if not has_owner:
            return RECEIVED
        case _:
            return IN_PROGRESS
