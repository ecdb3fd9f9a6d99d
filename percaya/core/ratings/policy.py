"""When an answer may still be changed. Pure."""

from datetime import datetime, timedelta

SCORES = (1, 2, 3, 4, 5)
CHANGEABLE = timedelta(days=7)
MOST_TEXT = 2000  # characters of the customer's own words


def may_change(given_at: datetime | None, now: datetime) -> bool:
    """Before the first answer, and for seven days after it."""
    return given_at is None or now - given_at <= CHANGEABLE
