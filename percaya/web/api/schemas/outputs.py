"""The shapes of answers, for the description of the API. The answers themselves are made by ``shapes/`` as bytes."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema

from percaya.web.api.schemas.inputs import Priority, State


class Named(Schema):
    id: str
    name: str


class TicketOut(Schema):
    id: str
    number: int
    subject: str
    state: State
    priority: Priority
    topic: str
    team: Named | None
    assignee: Named | None
    contact: Named
    channel: str
    labels: list[str]
    snoozed_until: datetime | None
    snoozed_till_reply: bool
    is_spam: bool
    merged_into: str | None
    waiting_since: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class TicketPage(Schema):
    """``next_cursor`` is null on the last page."""

    tickets: list[TicketOut]
    next_cursor: str | None


class AttachmentOut(Schema):
    id: str
    name: str
    size: int
    content_type: str
    sha256: str


class UploadOut(AttachmentOut):
    """``id`` is good for a message of the same member within 24 hours."""


class Author(Schema):
    kind: Literal["contact", "member", "system", "token", "rule"]
    id: str | None
    name: str


class DeliveryOut(Schema):
    state: Literal["held", "queued", "sent", "delivered", "read", "failed", "unknown", "cancelled"]
    reason: str
    at: datetime | None


class ReactionOut(Schema):
    emoji: str
    by: Literal["contact", "member", "elsewhere"]
    name: str


class RichOut(Schema):
    kind: str
    data: dict[str, Any]


class MessageOut(Schema):
    id: str
    direction: Literal["inbound", "outbound", "note"]
    author: Author
    channel: str
    body_text: str
    body_html: str
    quoted_text: str
    attachments: list[AttachmentOut]
    external_id: str
    in_reply_to: str
    delivery: DeliveryOut | None
    rich: list[RichOut]
    reactions: list[ReactionOut]
    edited_at: datetime | None
    deleted_at: datetime | None
    created_at: datetime


class MessagePage(Schema):
    messages: list[MessageOut]
    next_cursor: str | None


class HandleOut(Schema):
    id: str
    kind: Literal["email", "phone", "external"]
    value: str
    verified: bool
    unreachable: str


class ContactOut(Schema):
    id: str
    name: str
    salutation: str
    is_vip: bool
    language: str
    time_zone: str
    organisation: str | None
    notes: str
    attributes: dict[str, Any]
    handles: list[HandleOut]
    created_at: datetime
    updated_at: datetime


class ContactPage(Schema):
    contacts: list[ContactOut]
    next_cursor: str | None


class MemberOut(Schema):
    id: str
    name: str
    email: str
    role: Literal["owner", "admin", "supervisor", "agent", "light"]
    language: str


class Members(Schema):
    members: list[MemberOut]


class TeamOut(Schema):
    id: str
    name: str
    is_private: bool
    members: list[str]


class Teams(Schema):
    teams: list[TeamOut]


class Labels(Schema):
    labels: list[Named]


class ViewOut(Schema):
    id: str
    name: str
    scope: Literal["own", "team", "workspace"]
    team: str | None
    sort: str


class Views(Schema):
    views: list[ViewOut]


class AccountOut(Schema):
    id: str
    channel: str
    name: str
    address: str
    is_active: bool


class Accounts(Schema):
    accounts: list[AccountOut]


class WorkspaceOut(Schema):
    id: str
    name: str
    slug: str


class MeOut(Schema):
    workspace: WorkspaceOut
    member: MemberOut
    scopes: list[str]


class ArrivalOut(Schema):
    id: str
    state: Literal["accepted", "processed", "repeat", "ignored", "quarantined"]
    reason: str
    detail: str
    channel: str
    account: str | None
    door: str
    sha256: str
    size: int
    mail_from: str | None
    rcpt_to: list[str]
    ticket: str | None
    message: str | None
    received_at: datetime
    processed_at: datetime | None


class ArrivalPage(Schema):
    arrivals: list[ArrivalOut]
    next_cursor: str | None


class ActorOut(Schema):
    kind: Literal["member", "contact", "system", "token", "rule"]
    id: str | None


class EventOut(Schema):
    id: str
    kind: str
    at: datetime
    actor: ActorOut
    cause: str | None
    data: dict[str, Any]
    personal: dict[str, Any] = {}


class EventPage(Schema):
    """``next_after`` goes into ``after``; it stays as it was when nothing is new."""

    events: list[EventOut]
    next_after: str | None


class ProblemError(Schema):
    pointer: str
    detail: str


class ProblemOut(Schema):
    """RFC 9457. ``errors`` point into the request."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ProblemError]
