"""Which survey may ask in which ticket. Pure."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from percaya.core.ratings.policy import KINDS

MOMENTS = ("solved", "schedule")
LOW_ACTIONS = ("", "reopen", "escalate")
LONGEST_DELAY = 60 * 24 * 30  # minutes
REMINDERS = range(0, 31)  # days; 0 for none
ROUND = 500  # customers a schedule asks in one day: the rest on the days after


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A survey as somebody wants it."""

    name: str
    kind: str
    question_id: str
    question_en: str
    brand: int | None = None
    channels: tuple[str, ...] = ()
    moment: str = "solved"
    delay_minutes: int = 60
    every_days: int = 90
    conditions: dict[str, object] = field(default_factory=dict)
    share: int = 100
    low_action: str = ""
    reminder_days: int = 0


def is_sampled(survey_id: int, who: int, share: int) -> bool:
    """Whether this one is among the ``share`` per cent: always the same answer for the same survey and ticket (or customer),
    so that trying again does not ask more of them."""
    digest = hashlib.sha256(f"{survey_id}:{who}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < share


def first_round(now: datetime) -> datetime:
    """A schedule begins at once and rings again day by day."""
    return now + timedelta(minutes=1)


def wrong(wish: Wish) -> str:
    """The first thing about it that cannot be; "" when all can."""
    if not wish.name.strip():
        return "name"
    if wish.kind not in KINDS:
        return "kind"
    if not wish.question_id.strip() or not wish.question_en.strip():
        return "question"
    if wish.moment not in MOMENTS or not 0 <= wish.delay_minutes <= LONGEST_DELAY or not 1 <= wish.every_days <= 365:
        return "moment"
    if not 1 <= wish.share <= 100:
        return "share"
    if wish.low_action not in LOW_ACTIONS or wish.reminder_days not in REMINDERS:
        return "after"
    return ""
