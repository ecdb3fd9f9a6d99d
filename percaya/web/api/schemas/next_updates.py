"""By when the customer of a ticket hears from us next."""

from datetime import datetime
from typing import Literal

from ninja import Schema


class NextUpdateIn(Schema):
    at: datetime


class NextUpdateOut(Schema):
    """What the customer is shown, and where it comes from."""

    due_at: datetime | None
    source: Literal["person", "higher", "later", "promise", "clock"] | None
    was_due_at: datetime | None
