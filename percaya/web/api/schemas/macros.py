"""Bodies and answers about templates, macros and forwards."""

from typing import Literal

from ninja import Schema
from pydantic import Field

from percaya.web.api.schemas.inputs import Body, Line, Mailbox, Strict, UploadId


class StepOut(Schema):
    """One thing a macro does: ``do`` names it, ``value`` says to what."""

    do: str
    value: str


class MacroOut(Schema):
    """Words and steps for what comes again; without steps it is a template."""

    id: str
    name: str
    scope: Literal["own", "team", "workspace"]
    team: str | None
    text: str
    text_en: str
    steps: list[StepOut]
    topic: str
    used: int


class MacroList(Schema):
    macros: list[MacroOut]


class FilledOut(Schema):
    """The words of a macro on one ticket, in its customer's language; ``missing`` are slots that nothing fills."""

    text: str
    missing: list[str]


class ForwardIn(Strict):
    """Words for somebody who is not the customer. What they answer comes into the ticket, and the customer sees neither."""

    to: list[Mailbox] = Field(min_length=1, max_length=20)
    cc: list[Mailbox] = Field(default=[], max_length=20)
    bcc: list[Mailbox] = Field(default=[], max_length=20)
    subject: Line = ""
    text: Body
    attachments: list[UploadId] = Field(default=[], max_length=20)
