"""Query parameters of the lists."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from percaya.web.api.schemas.inputs import Address, Line, Priority, PublicId, State, Text

Cursor = Annotated[str, StringConstraints(max_length=500, pattern="^[A-Za-z0-9_:-]*$")]
Limit = Annotated[int, Field(ge=1, le=100)]
Who = Annotated[str, StringConstraints(pattern="^(me|none|mbr_[a-z2-7]{26})$")]
Whose = Annotated[str, StringConstraints(pattern="^(none|tem_[a-z2-7]{26})$")]


class Paged(Schema):
    model_config = ConfigDict(extra="forbid")

    limit: Limit = 50
    cursor: Cursor = ""


class TicketQuery(Paged):
    """Several values of one parameter are alternatives; different parameters narrow together."""

    state: list[State] = []
    assignee: list[Who] = []
    team: list[Whose] = []
    priority: list[Priority] = []
    channel: list[Annotated[Text, StringConstraints(max_length=24)]] = []
    label: list[Annotated[Text, StringConstraints(max_length=40)]] = []
    contact: list[PublicId] = []
    number: Annotated[int, Field(ge=1, le=2**53)] | None = None
    updated_after: AwareDatetime | None = None
    created_after: AwareDatetime | None = None
    created_before: AwareDatetime | None = None
    spam: bool | None = None
    q: Line = ""
    view: Annotated[str, StringConstraints(pattern="^(viw_[a-z2-7]{26})?$")] = ""
    sort: Literal["newest", "oldest", "updated", "urgent"] = "newest"


class ContactQuery(Paged):
    email: Address | None = None
    phone: Address | None = None
    external_id: Address | None = None
    organisation: PublicId | None = None
    q: Line = ""
    updated_after: AwareDatetime | None = None


class ArrivalQuery(Paged):
    state: list[Literal["accepted", "processed", "repeat", "ignored", "quarantined"]] = []
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = None


class EventQuery(Schema):
    model_config = ConfigDict(extra="forbid")

    after: PublicId | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100
    kind: list[Annotated[Text, StringConstraints(max_length=64)]] = []


class SearchQuery(Paged):
    q: Annotated[Line, StringConstraints(min_length=1)]
