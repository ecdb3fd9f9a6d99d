"""Answers about escalations."""

from datetime import datetime
from typing import Literal

from ninja import Schema

Reason = Literal["warned", "breached", "unowned", "mood", "vip", "promise_late", "repeated", "asked", "rule"]


class EscalationOut(Schema):
    """Why a ticket went higher, and who answers for it."""

    id: str
    reason: Reason
    words: str
    asked_by: str | None
    owner: str | None
    raised_at: datetime
    next_update_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None
    outcome: str


class Escalations(Schema):
    escalations: list[EscalationOut]
