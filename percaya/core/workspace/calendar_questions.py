"""What programs ask a working calendar, as plain data: the API and ``percaya calendar`` give the very same answers. Pure.

``{"start": …, "minutes": 90}`` → ``{"due": …}`` · ``{"start": …, "end": …}`` → ``{"seconds": …}`` · ``{"at": …}`` →
``{"open": …, "opening": …}``. Instants are ISO 8601 with their distance from UTC.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from percaya.core.workspace.calendars import Calendar, NeverOpens, add, between, is_open, next_opening

LONGEST = timedelta(days=366 * 20)
MOST_MINUTES = 60 * 24 * 366 * 20


class Unanswerable(ValueError):
    """``code``: question, instant, minutes, long, never. ``at``: the key it is about."""

    def __init__(self, code: str, at: str = "") -> None:
        super().__init__(f"{code} {at}".strip())
        self.code, self.at = code, at


def due(calendar: Calendar, start: datetime, minutes: int) -> dict[str, Any]:
    """When so much working time has passed. Raises ``Unanswerable``."""
    try:
        return {"due": add(calendar, start, timedelta(minutes=minutes))}
    except NeverOpens:
        raise Unanswerable("never", "start") from None


def span(calendar: Calendar, start: datetime, end: datetime) -> dict[str, Any]:
    """The working time between two instants; negative when the end comes first. Raises ``Unanswerable``."""
    if abs(end - start) > LONGEST:
        raise Unanswerable("long", "end")
    return {"seconds": round(between(calendar, start, end).total_seconds())}


def opening(calendar: Calendar, at: datetime) -> dict[str, Any]:
    """Whether it is open at an instant, and when it opens next: the instant itself while open, null when it never does."""
    return {"open": is_open(calendar, at), "opening": next_opening(calendar, at)}


def ask(calendar: Calendar, question: Mapping[str, Any]) -> dict[str, Any]:
    """Any of the three, told apart by its keys. Raises ``Unanswerable``."""
    if "minutes" in question:
        return due(calendar, instant(question, "start"), _minutes(question["minutes"]))
    if "end" in question:
        return span(calendar, instant(question, "start"), instant(question, "end"))
    if "at" in question:
        return opening(calendar, instant(question, "at"))
    raise Unanswerable("question")


def instant(question: Mapping[str, Any], key: str) -> datetime:
    """Raises ``Unanswerable`` for what is no instant, or one without its distance from UTC."""
    try:
        found = datetime.fromisoformat(str(question.get(key, "")))
    except ValueError:
        raise Unanswerable("instant", key) from None
    if found.tzinfo is None or not 1970 <= found.year <= 2200:
        raise Unanswerable("instant", key)
    return found


def _minutes(given: Any) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 < given <= MOST_MINUTES:
        raise Unanswerable("minutes", "minutes")
    return given
