"""The rows behind a number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import IntegerField, Value
from django.utils.translation import gettext_noop as _

from percaya.stages.analytics.queries import metrics
from percaya.stages.analytics.queries.metrics import MET, Asked

MOST = 200


@dataclass(frozen=True)
class Row:
    number: int
    subject: str
    customer: str
    at: datetime | None
    seconds_b: int | None = None
    seconds_c: int | None = None
    note: str = ""


TITLES = {
    "created": _("New tickets"), "resolved": _("Solved tickets"), "one_touch": _("Solved with one reply"),
    "reopened": _("Came back"), "attained": _("Service levels met"), "missed": _("Service levels missed"), "rated": _("CSAT"),
    "backlog": _("Backlog now"), "first_reply": _("First reply"), "next_reply": _("Next reply"),
    "first_resolution": _("Solved, first time"), "resolution": _("Solved, in full"), "replies": _("Replies"),
}  # fmt: skip


def behind(metric: str, asked: Asked, now: datetime) -> tuple[list[Row], int]:
    """(the newest rows, how many there are). Raises ``KeyError`` for a metric that there is not."""
    rows, columns, prefix = _PLACES[metric](asked, now)
    names = (f"{prefix}number", f"{prefix}subject", f"{prefix}contact__name", *columns)
    return [_row(*values) for values in rows.values_list(*names)[:MOST]], rows.count()


def _row(number: int, subject: str, customer: str, at: Any, b: Any = None, c: Any = None, note: Any = "") -> Row:
    return Row(number, subject, customer, at, b, c, str(note or ""))


_Place = Callable[[Asked, datetime], tuple[Any, tuple[Any, ...], str]]
_T = "ticket__"
_NONE = (Value(None, IntegerField()), Value(None, IntegerField()))  # no durations
_PLACES: Mapping[str, _Place] = {
    "created": lambda asked, now: (metrics.created(asked), ("created_at",), _T),
    "resolved": lambda asked, now: (metrics.resolved(asked), ("resolved_at", "resolution_b", "resolution_c"), _T),
    "one_touch": lambda asked, now: (metrics.one_touch(asked), ("resolved_at", "resolution_b", "resolution_c"), _T),
    "reopened": lambda asked, now: (metrics.reopened(asked), ("resolved_at", "resolution_b", "resolution_c"), _T),
    "first_reply": lambda asked, now: (metrics.replied_first(asked), ("first_reply_at", "first_reply_b", "first_reply_c"), _T),
    "next_reply": lambda asked, now: (metrics.replied_next(asked), ("replied_at", "seconds_b", "seconds_c"), _T),
    "replies": lambda asked, now: (metrics.replies(asked), ("replied_at", "seconds_b", "seconds_c"), _T),
    "first_resolution": lambda asked, now: (
        metrics.resolved_first(asked), ("first_resolved_at", "first_resolution_b", "first_resolution_c"), _T,
    ),
    "resolution": lambda asked, now: (metrics.resolved(asked), ("resolved_at", "resolution_b", "resolution_c"), _T),
    "attained": lambda asked, now: (metrics.obligations(asked).filter(MET, due_at__lt=now), ("due_at", *_NONE, "obligation"), _T),
    "missed": lambda asked, now: (
        metrics.obligations(asked).filter(due_at__lt=now).exclude(MET), ("due_at", *_NONE, "obligation"), _T,
    ),
    "rated": lambda asked, now: (metrics.ratings(asked), ("given_at", *_NONE, "score"), _T),
    "backlog": lambda asked, now: (metrics.backlog(asked), ("created_at",), _T),
}  # fmt: skip
