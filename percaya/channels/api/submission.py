"""Reads a message made through the API: JSON of this shape (all but the sender may be missing).

{"id": "the caller's own id, the same on a retry",
 "sender": {"name": "...", "email" | "phone" | "external_id": "...", "verified": true},
 "subject": "...", "text": "...", "conversation": "the caller's key of the conversation",
 "ticket": "public id of the ticket it belongs to (set by our own door, which has checked that the caller may see it)",
 "fields": {"order": "INV-1"}, "files": [{"name": "...", "type": "...", "content": "base64"}], "sent_at": "ISO 8601"}
"""

from typing import Any

from percaya.channels.common.json_arrivals import digest, files, line, load_object, mapping, moment, sender, text
from percaya.channels.common.texts import clean_text
from percaya.channels.contract import MessageIn, RawArrival, Reading, ThreadEvidence, Unreadable

MAX_FIELDS = 100


def read_submission(arrival: RawArrival) -> Reading:
    """One message. ``verified`` is the word of the caller, who holds a token of the workspace."""
    data = load_object(arrival.raw)
    person_data = mapping(data, "sender")
    person = sender(person_data, verified=person_data.get("verified") is True)
    attachments, warnings = files(data)
    words, subject, conversation = text(data, "text"), line(data, "subject"), line(data, "conversation")
    if not words and not subject and not attachments:
        raise Unreadable("no-content", "The message has no text, no subject and no file.")
    ticket = line(data, "ticket")
    fields = _fields(mapping(data, "fields"))
    made_of = [line(data, "id"), person.value, subject, words, conversation, ticket, fields, [item.name for item in attachments]]
    return Reading(
        messages=(
            MessageIn(
                external_id=line(data, "id"),
                content_digest=digest("api", *made_of),
                sender=person,
                subject=subject,
                text=words,
                attachments=attachments,
                thread=ThreadEvidence(tokens=(ticket,) if ticket else (), conversation=conversation),
                sent_at=moment(data, "sent_at"),
                warnings=warnings,
                fields=fields,
            ),
        )
    )


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    """Plain values only; what is nested is not a field."""
    kept = list(given.items())[:MAX_FIELDS]
    return {
        key[:100]: clean_text(value) if isinstance(value, str) else value
        for key, value in kept
        if isinstance(value, str | bool | int | float)
    }
