"""What rules do, in the stories of the tickets and in the workspace's own."""

from dataclasses import dataclass
from typing import ClassVar

from percaya.core.journal.event import Event
from percaya.core.tickets.events.base import TicketEvent


@dataclass(frozen=True, kw_only=True)
class RuleRan(TicketEvent):
    """A rule matched and did something; ``did`` are the words of its deeds ("priority", "label"). The actor is the rule."""

    kind: ClassVar[str] = "rule.ran"
    sentence_en: ClassVar[str] = "{actor} acted here"
    sentence_id: ClassVar[str] = "{actor} bekerja di sini"
    shown_on_timeline: ClassVar[bool] = False  # what it did stands there
    rule: int
    version: int
    did: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EscalationAsked(TicketEvent):
    """Somebody higher should look at this. ``step``: 0 for the first of the ladder."""

    kind: ClassVar[str] = "escalation.asked"
    sentence_en: ClassVar[str] = "{actor} asked for an escalation: {reason}"
    sentence_id: ClassVar[str] = "{actor} minta eskalasi: {reason}"
    reason: str
    step: int = 0


@dataclass(frozen=True, kw_only=True)
class NoticeAsked(TicketEvent):
    """A rule wants these members to look at the ticket."""

    kind: ClassVar[str] = "notice.asked"
    sentence_en: ClassVar[str] = "{actor} told {members} of this"
    sentence_id: ClassVar[str] = "{actor} memberi tahu {members}"
    members: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookCalled(TicketEvent):
    """``call`` is the row that says how it went; the address may hold a secret and is not repeated."""

    kind: ClassVar[str] = "webhook.called"
    sentence_en: ClassVar[str] = "{actor} called a webhook"
    sentence_id: ClassVar[str] = "{actor} memanggil webhook"
    call: int


@dataclass(frozen=True, kw_only=True)
class RuleChanged(Event):
    """``how``: saved, moved, reverted, deleted, paused, secret (a new one), or the mode it is in now: active, practice, off."""

    kind: ClassVar[str] = "rule.changed"
    sentence_en: ClassVar[str] = "{actor} changed a rule ({how})"
    sentence_id: ClassVar[str] = "{actor} mengubah aturan ({how})"
    rule: int
    how: str
    version: int = 0
