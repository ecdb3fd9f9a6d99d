"""What belongs to contacts, and organisations: bodies, answers and queries."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from percaya.web.api.schemas.inputs import _ABSENT, Attributes, Line, Moment, Name, PublicId, Strict, Text
from percaya.web.api.schemas.queries import Paged

Key = Annotated[Text, StringConstraints(min_length=1, max_length=40)]
Longer = Annotated[Text, StringConstraints(max_length=20_000)]
Domain = Annotated[Text, StringConstraints(min_length=4, max_length=190)]
Purpose = Literal["service", "marketing", "survey", "automation", "sharing"]
Basis = Literal["consent", "contract", "legal_duty", "vital_interest", "public_duty", "legitimate_interest"]
Joining = Literal["propose", "join", "off"]


class ContactNoteIn(Strict):
    text: Annotated[Text, StringConstraints(min_length=1, max_length=4000)]


class ContactNoteOut(Schema):
    id: str
    text: str
    member: str | None
    created_at: datetime
    changed_at: datetime | None


class ContactNotes(Schema):
    notes: list[ContactNoteOut]


class ConsentIn(Strict):
    """A line of the ledger. With the basis ``consent`` it needs its ``evidence``."""

    purpose: Purpose
    basis: Basis = "consent"
    text_version: Annotated[Text, StringConstraints(max_length=80)] = ""
    channel: Annotated[Text, StringConstraints(max_length=24)] = ""
    evidence: Annotated[Text, StringConstraints(max_length=300)] = ""
    given_at: Moment | None = None


class ConsentOut(Schema):
    id: str
    purpose: Purpose
    basis: Basis
    text_version: str
    channel: str
    evidence: str
    given_at: datetime
    withdrawn_at: datetime | None
    member: str | None


class Consents(Schema):
    consents: list[ConsentOut]


class RevealIn(Strict):
    """Which field, and why somebody has to see it."""

    field: Key
    reason: Annotated[Text, StringConstraints(min_length=1, max_length=200)]


class RevealOut(Schema):
    value: str


class MergeIn(Strict):
    """The contact that goes into this one."""

    contact: PublicId


class OrganisationIn(Strict):
    name: Name
    domains: list[Domain] = Field(default=[], max_length=50)
    joining: Joining = "propose"
    notes: Longer = ""
    attributes: Attributes = Field(default={})


class OrganisationChange(Strict):
    """Only what is named is changed; ``domains`` becomes the whole list; a null attribute is taken away."""

    name: Name = Field(default=_ABSENT)
    domains: list[Domain] = Field(default=_ABSENT, max_length=50)
    joining: Joining = Field(default=_ABSENT)
    notes: Longer = Field(default=_ABSENT)
    attributes: Attributes = Field(default=_ABSENT)


class OrganisationOut(Schema):
    id: str
    name: str
    domains: list[str]
    joining: Joining
    notes: str
    attributes: dict[str, Any]
    created_at: datetime
    updated_at: datetime


class OrganisationPage(Schema):
    organisations: list[OrganisationOut]
    next_cursor: str | None


class OrganisationQuery(Paged):
    q: Line = ""
