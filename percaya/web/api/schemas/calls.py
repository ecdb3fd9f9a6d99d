"""Telephone calls, written down."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import model_validator

from percaya.core.tickets.actions.calls import MOST_MINUTES
from percaya.web.api.schemas.inputs import Body, ContactRef, Line, Moment, PublicId, Strict

Direction = Literal["in", "out"]
Outcome = Literal["settled", "follow_up", "unreached"]


class CallIn(Strict):
    """A call that somebody took or made. It goes into ``ticket``, or opens one for ``contact``."""

    ticket: PublicId | None = None
    contact: ContactRef | None = None
    direction: Direction
    at: Moment
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)] = 0
    outcome: Outcome = "settled"
    text: Body = ""
    subject: Line = ""

    @model_validator(mode="after")
    def _one_place(self) -> "CallIn":
        if (self.ticket is None) == (self.contact is None):
            raise ValueError("name either the ticket or the contact")
        return self


class CallOut(Schema):
    id: str
    ticket: str
    direction: Direction
    number: str
    at: datetime
    minutes: int
    outcome: Outcome
    text: str
