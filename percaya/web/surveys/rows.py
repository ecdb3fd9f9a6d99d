"""The answers behind a figure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from percaya.core.ratings import queries
from percaya.core.ratings.models import Rating
from percaya.core.ratings.policy import SCALES
from percaya.core.ratings.words import answer_word
from percaya.web.surveys.asked import Results

MOST = 200


@dataclass(frozen=True)
class Row:
    number: int
    subject: str
    customer: str
    member: str
    at: datetime
    score: int | None
    answer: str
    comment: str
    is_low: bool


TITLES = {
    "given": _("All answers"), "high": _("High answers"), "low": _("Low answers"), "said": _("Comments"),
    "silent": _("Asked, no answer"),
}  # fmt: skip
_PLACES: Mapping[str, Callable[[Results], QuerySet[Rating]]] = {
    "given": lambda asked: asked.given,
    "high": lambda asked: asked.given.filter(queries.high(asked.kind)),
    "low": lambda asked: asked.given.filter(queries.low(asked.kind)),
    "said": lambda asked: asked.given.exclude(comment=""),
    "silent": lambda asked: asked.sent.filter(given_at=None).order_by("-asked_at", "-pk"),
}


def behind(metric: str, asked: Results) -> tuple[list[Row], int]:
    """(the newest, how many there are). Raises ``KeyError`` for what there is not."""
    rows = _PLACES[metric](asked)
    columns = ("ticket__number", "ticket__subject", "ticket__contact__name", "member__name", "given_at", "asked_at", "score")
    scale = SCALES[asked.kind]
    found = [
        Row(
            number, subject, customer, member or "", given or sent, score,
            "" if score is None else answer_word(asked.kind, score), comment, score is not None and score <= scale.low,
        )
        for number, subject, customer, member, given, sent, score, comment in rows.values_list(*columns, "comment")[:MOST]
    ]  # fmt: skip
    return found, rows.count()
