"""Reads a message of another system: JSON of this shape (all but the sender may be missing).

{"id": "the caller's own id, the same on a retry",
 "sender": {"name": "...", "external_id" | "email" | "phone": "...", "verified": true},
 "subject": "...", "text": "...", "conversation": "the caller's key of the conversation", "quotes": "id of what it answers",
 "ticket": "public id of the ticket it belongs to (set by our own door, which has checked that the caller may see it)",
 "fields": {"order": "INV-1"}, "files": [{"name": "...", "type": "...", "content": "base64"}], "sent_at": "ISO 8601",
 "location": {"latitude": -7.56, "longitude": 110.82, "name": "...", "address": "..."}}

Ids are strings, or whole numbers that are kept digit by digit (marketplaces use numbers beyond 2^53).
"""

from typing import Any

from percaya.channels.common.json_arrivals import digest, files, line, mapping, moment, sender, text
from percaya.channels.common.texts import clean_line, clean_text
from percaya.channels.contract import Address, HandleKind, MessageIn, Rich, RichKind, ThreadEvidence, Unreadable

MAX_FIELDS = 100


def message_of(data: dict[str, Any], *, trusted: bool) -> MessageIn:
    """One message. ``verified`` is the word of the caller, who holds a token or the secret. ``trusted``: our own door has
    checked the ticket that it names. Raises ``Unreadable``."""
    person, also = sender_of(data), _also(data)
    attachments, warnings = files(data)
    words, subject, conversation = text(data, "text"), line(data, "subject"), identity(data, "conversation")
    rich = _place(mapping(data, "location"))
    if not words and not subject and not attachments and not rich:
        raise Unreadable("no-content", "The message has no text, no subject and no file.")
    ticket = line(data, "ticket") if trusted else ""
    fields = _fields(mapping(data, "fields"))
    known, quotes = identity(data, "id"), identity(data, "quotes")
    made_of = [known, person.value, subject, words, conversation, ticket, fields, [item.name for item in attachments]]
    return MessageIn(
        external_id=known,
        content_digest=digest("api", *made_of, *([dict(one.data) for one in rich])),
        sender=person,
        subject=subject,
        text=words,
        attachments=attachments,
        thread=ThreadEvidence(tokens=(ticket,) if ticket else (), conversation=conversation),
        sent_at=moment(data, "sent_at"),
        warnings=warnings,
        fields=fields,
        also=also,
        rich=rich,
        quotes=quotes,
    )


def identity(data: dict[str, Any], key: str) -> str:
    """An id: its text, or the digits of a whole number."""
    value = data.get(key)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else line(data, key)


def sender_of(data: dict[str, Any]) -> Address:
    """Who writes: by the caller's own id where it gives one (answers go there), else by mail or phone."""
    person = mapping(data, "sender")
    verified = person.get("verified") is True
    if own := identity(person, "external_id"):
        return Address(kind=HandleKind.EXTERNAL, value=own, name=line(person, "name"), verified=verified)
    return sender(person, verified=verified)


def _also(data: dict[str, Any]) -> tuple[Address, ...]:
    """The phone and mail beside the caller's own id, where it vouches for them."""
    person = mapping(data, "sender")
    if person.get("verified") is not True or not identity(person, "external_id"):
        return ()
    given = ((HandleKind.PHONE, line(person, "phone")), (HandleKind.EMAIL, line(person, "email").lower()))
    good = [(kind, value) for kind, value in given if value and (kind is HandleKind.PHONE or "@" in value.strip("@"))]
    return tuple(Address(kind=kind, value=value, name=line(person, "name"), verified=True) for kind, value in good)


def _place(given: dict[str, Any]) -> tuple[Rich, ...]:
    latitude, longitude = given.get("latitude"), given.get("longitude")
    if not (_is_degree(latitude, 90) and _is_degree(longitude, 180)):
        return ()
    named = {key: clean_line(str(given[key]), 300) for key in ("name", "address") if isinstance(given.get(key), str)}
    return (Rich(kind=RichKind.LOCATION, data={"latitude": latitude, "longitude": longitude, **named}),)


def _is_degree(value: object, most: int) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    """Plain values only; what is nested is not a field."""
    kept = list(given.items())[:MAX_FIELDS]
    return {
        key[:100]: clean_text(value) if isinstance(value, str) else value
        for key, value in kept
        if isinstance(value, str | bool | int | float)
    }
