"""Bodies and answers about how tickets are joined."""

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from percaya.web.api.schemas.inputs import Line, Mailbox, PublicId, State, Strict

How = Literal["parent", "child", "duplicate", "related"]


class MergeIn(Strict):
    """Without ``copies`` the people in copy stay in copy when both tickets are of one customer, and nobody of another
    customer's ticket is taken over."""

    into: PublicId
    copies: list[Mailbox] | None = Field(default=None, max_length=50)


class SplitIn(Strict):
    messages: list[PublicId] = Field(min_length=1, max_length=500)
    copied: bool = False
    subject: Line = ""


class LinkIn(Strict):
    ticket: PublicId
    how: How


class JoiningOut(Schema):
    """A merge (``source`` goes on in ``target``) or a split (``target`` was made out of ``source``)."""

    id: str
    kind: Literal["merge", "split"]
    source: str | None
    target: str | None
    at: datetime
    undo_until: datetime
    undone_at: datetime | None


class LinkOut(Schema):
    """A ticket that the token may not see is named by nothing but ``how``; a follow-up has no ``id``."""

    id: str | None
    how: Literal["parent", "child", "duplicate", "related", "follows", "follow_up"]
    ticket: str | None
    number: int | None
    state: State | None


class RelationsOut(Schema):
    merged_into: str | None
    links: list[LinkOut]
    joinings: list[JoiningOut]
