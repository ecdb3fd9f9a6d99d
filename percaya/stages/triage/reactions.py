"""What triage does when a message has come in: in the same transaction, by rules, in well under a millisecond."""

from percaya.channels.registry import channels
from percaya.core.journal.actor import Actor
from percaya.core.prepared import Prepared
from percaya.core.tickets.actions.properties import name_by_words, note_language, note_mood
from percaya.core.tickets.actions.shelving import mark_spam
from percaya.core.tickets.events import MessageReceived
from percaya.core.tickets.models import Message
from percaya.stages.triage import policy
from percaya.stages.triage.language import detect
from percaya.stages.triage.mood import mood_of

CONFIDENT = 0.6
_OF_TICKET = ("language", "inbound_count", "contact_id", "mood", "subject", "channel")
_message: Prepared[Message] = Prepared(
    lambda message_id: (
        Message.objects.select_related("ticket")
        .only("subject", "body_text", "fields", "auto", *(f"ticket__{name}" for name in _OF_TICKET))
        .filter(pk=message_id)
    ),
    message_id=int,
)


def read(event: MessageReceived, event_id: int) -> None:
    """Language, spam, mood and name of what has just come in. Only the columns it needs: it runs for every mail there is."""
    (message,) = _message.ask(message_id=event.message)
    if event.first or message.ticket.inbound_count <= 3:
        _language(message)
    if event.first:
        _spam(message)
    if not message.auto:
        _mood(message)
    if not event.first and not message.ticket.subject and not message.auto:
        _name(message)


def _name(message: Message) -> None:
    """A chat that began with a greeting gets its name from the first real sentence. (One that begins with a sentence is
    opened under it; a mail without a subject stays one.)"""
    kind = channels().get(message.ticket.channel)
    if kind is not None and (kind.capabilities.conversational or message.fields.get("conversation")):
        name_by_words(ticket=message.ticket, words=message.body_text, by=Actor.system())


def _language(message: Message) -> None:
    """The ticket speaks the language of its first message that says anything."""
    finding = detect(f"{message.subject}\n{message.body_text}", message.ticket.language)
    if finding.confidence >= CONFIDENT and finding.language != message.ticket.language:
        note_language(
            ticket=message.ticket,
            language=finding.language,
            confidence=finding.confidence,
            evidence=finding.evidence,
            by=Actor.system(),
        )


def _mood(message: Message) -> None:
    """How the customer sounds now: each message is heard anew."""
    found = mood_of(f"{message.subject}\n{message.body_text}" if message.ticket.inbound_count <= 1 else message.body_text)
    if found.word != (message.ticket.mood or "neutral"):
        note_mood(ticket=message.ticket, mood=found.word, confidence=found.confidence, evidence=found.evidence, by=Actor.system())


def _spam(message: Message) -> None:
    """A first message that the channel found to be spam opens no work."""
    found = message.fields.get("_spam")
    if not found:
        return
    replied = Message.objects.filter(ticket__contact_id=message.ticket.contact_id, direction="outbound", auto="")
    if policy.is_spam(float(found["score"]), known_customer=replied.exists()):
        mark_spam(ticket=message.ticket, by=Actor.system(), evidence=tuple(found["evidence"]), score=float(found["score"]))
