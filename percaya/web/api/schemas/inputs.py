"""Bodies of requests. A member that is not listed here is refused, so nothing can be set that was not meant to be."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator


def _storable(text: str) -> str:
    """Databases refuse NUL and lone surrogates; so do we, before anything else happens."""
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise ValueError("must not contain NUL characters or lone surrogates")
    return text


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


def _mailed(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError("must be an e-mail address") from None
    return text.lower()


def _zoned(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("must name its zone, such as Z or +07:00")
    return moment.astimezone(UTC)


Text = Annotated[str, AfterValidator(_storable)]
Moment = Annotated[datetime, Field(strict=False), AfterValidator(_zoned)]
Line = Annotated[Text, StringConstraints(max_length=250)]
Word = Annotated[Text, StringConstraints(min_length=1, max_length=40), AfterValidator(_said)]
Name = Annotated[Text, StringConstraints(max_length=160)]
PublicId = Annotated[str, StringConstraints(max_length=64, pattern="^[a-z]{3}_[a-z2-7]{26}$")]
UploadId = Annotated[str, StringConstraints(max_length=1000, pattern="^(upl_[A-Za-z0-9_:-]+)$")]
Address = Annotated[Text, StringConstraints(min_length=3, max_length=254)]
Mailbox = Annotated[Address, AfterValidator(_mailed)]
Body = Annotated[Text, StringConstraints(max_length=500_000)]

State = Literal["new", "open", "waiting_customer", "waiting_other", "resolved", "closed"]
NextState = Literal["open", "waiting_customer", "waiting_other", "resolved", "closed"]
Priority = Literal["low", "normal", "high", "urgent"]
HandleKind = Literal["email", "phone", "external"]
Language = Literal["", "id", "en"]
AttributeValue = str | bool | int | float | list[Annotated[Text, StringConstraints(max_length=250)]] | None
Attributes = Annotated[dict[Word, AttributeValue], Field(max_length=100)]


_ABSENT: Any = None  # not a value: what was not given is not read (``named``), and a given null is refused


class Strict(Schema):
    model_config = ConfigDict(extra="forbid", strict=True)


class ContactRef(Strict):
    """A contact by ``id``, or by one address: it is found, or made with ``name``. ``verified``: you vouch that the
    person holds the address (the default); otherwise it is kept as a claim and never joined with a known person."""

    id: PublicId | None = None
    email: Address | None = None
    phone: Address | None = None
    external_id: Address | None = None
    name: Name = ""
    verified: bool = True

    @model_validator(mode="after")
    def _one_way(self) -> "ContactRef":
        given = [value for value in (self.id, self.email, self.phone, self.external_id) if value is not None]
        if len(given) != 1:
            raise ValueError("name the contact by exactly one of id, email, phone and external_id")
        return self


class TicketIn(Strict):
    """A customer's message that opens a ticket. ``account`` is a channel account of the kind "api"."""

    contact: ContactRef
    subject: Line = ""
    text: Body = ""
    account: PublicId | None = None
    external_id: Line = ""
    priority: Priority | None = None
    topic: Annotated[Text, StringConstraints(max_length=80)] | None = None
    labels: list[Word] = Field(default=[], max_length=20)
    team: PublicId | None = None
    assignee: PublicId | None = None
    template: PublicId | None = None
    fields: dict[Line, str | bool | int | float] = Field(default={}, max_length=100)
    attachments: list[UploadId] = Field(default=[], max_length=20)


class TicketChange(Strict):
    """Only what is named is changed; ``null`` takes assignee or team away and wakes a sleeping ticket; ``labels`` becomes the
    whole list."""

    state: NextState = Field(default=_ABSENT)
    waits_for: Annotated[Text, StringConstraints(max_length=120)] = ""
    assignee: PublicId | None = None
    team: PublicId | None = None
    priority: Priority = Field(default=_ABSENT)
    labels: list[Word] = Field(default=_ABSENT, max_length=50)
    subject: Line = Field(default=_ABSENT)
    topic: Annotated[Text, StringConstraints(max_length=80)] = Field(default=_ABSENT)
    snoozed_until: Moment | None = None
    snoozed_till_reply: bool = Field(default=_ABSENT)
    is_spam: bool = Field(default=_ABSENT)


class MessageIn(Strict):
    """Something the customer wrote on a ticket. Without ``contact`` it is the ticket's own."""

    text: Body = ""
    contact: ContactRef | None = None
    external_id: Line = ""
    attachments: list[UploadId] = Field(default=[], max_length=20)


class TemplateChoice(Strict):
    """A template that the channel's provider has approved, with a value for each of its blanks."""

    name: Line
    language: Word
    values: dict[Word, Annotated[Text, StringConstraints(max_length=1000)]] = Field(default={}, max_length=40)


class ChoiceIn(Strict):
    id: Line
    title: Line
    description: Line = ""


class OfferIn(Strict):
    """Quick answers under the words: buttons, or with ``button`` a list that opens by it."""

    button: Line = ""
    choices: list[ChoiceIn] = Field(min_length=1, max_length=20)


class PlaceIn(Strict):
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    name: Line = ""
    address: Line = ""


class ReplyIn(Strict):
    """An answer to the customer. With ``seen_version`` it is refused (409) when somebody wrote since; ``then`` is what
    happens to the ticket after: "", "wait" (for the customer) or "resolve". With ``send_at`` it leaves then, unless the
    customer writes before. A ``template``, a ``location`` and a ``reaction`` are messages of their own, without ``text``;
    what the channel cannot is refused with what to do instead."""

    text: Body = ""
    quotes: PublicId | None = None
    template: TemplateChoice | None = None
    offer: OfferIn | None = None
    location: PlaceIn | None = None
    reaction: Annotated[Text, StringConstraints(max_length=16)] | None = None
    cc: list[Mailbox] = Field(default=[], max_length=20)
    bcc: list[Mailbox] = Field(default=[], max_length=20)
    attachments: list[UploadId] = Field(default=[], max_length=20)
    seen_version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    then: Literal["", "wait", "resolve"] = ""
    send_at: Moment | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "ReplyIn":
        if not self.model_fields_set & {"text", "template", "location", "reaction", "attachments"}:
            raise ValueError("say something: text, a template, a location, a reaction or an attachment")
        return self


class NoteIn(Strict):
    text: Body
    attachments: list[UploadId] = Field(default=[], max_length=20)


class HandleIn(Strict):
    kind: HandleKind
    value: Address


class ContactIn(Strict):
    name: Name = ""
    salutation: Annotated[Text, StringConstraints(max_length=24)] = ""
    is_vip: bool = False
    language: Language = ""
    time_zone: Annotated[Text, StringConstraints(max_length=48)] = ""
    organisation: PublicId | None = None
    notes: Annotated[Text, StringConstraints(max_length=20_000)] = ""
    attributes: Attributes = Field(default={})
    handles: list[HandleIn] = Field(default=[], max_length=20)


class ContactChange(Strict):
    """Only what is named is changed; a null organisation or attribute is taken away."""

    name: Name = Field(default=_ABSENT)
    time_zone: Annotated[Text, StringConstraints(max_length=48)] = Field(default=_ABSENT)
    organisation: PublicId | None = None
    attributes: Attributes = Field(default=_ABSENT)
    salutation: Annotated[Text, StringConstraints(max_length=24)] = Field(default=_ABSENT)
    is_vip: bool = Field(default=_ABSENT)
    language: Language = Field(default=_ABSENT)
    notes: Annotated[Text, StringConstraints(max_length=20_000)] = Field(default=_ABSENT)


def named(given: Schema) -> dict[str, Any]:
    """What the caller wrote down, and nothing else (an absent member is not a null one)."""
    return given.model_dump(exclude_unset=True)
