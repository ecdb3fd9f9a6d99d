"""Reads what a visitor wrote: JSON of this shape, made by our own door and by nobody else.

{"submission": "id made by the visitor's page, the same when it sends twice",
 "conversation": "the visitor's own key (the door has checked the token)",
 "sender": {"external_id": "web:…", "name": "Rina", "verified": false},
 "text": "...", "subject": "what it is about, if asked", "language": "id", "page": "https://… (if the visitor let us)",
 "files": [{"name": "...", "type": "...", "content": "base64"}]}
"""

from percaya.channels.common.json_arrivals import digest, files, line, load_object, mapping, sender, text
from percaya.channels.contract import MessageIn, RawArrival, Reading, ThreadEvidence, Unreadable


def read_submission(arrival: RawArrival) -> Reading:
    """One message. Raises ``Unreadable`` for what names no conversation or says nothing."""
    data = load_object(arrival.raw)
    conversation = line(data, "conversation", 80)
    if not conversation:
        raise Unreadable("no-conversation", "The message names no conversation of a visitor.")
    words = text(data, "text")
    attachments, warnings = files(data)
    if not words and not attachments:
        raise Unreadable("no-content", "The visitor sent neither words nor files.")
    given = mapping(data, "sender")
    submission = line(data, "submission")
    about = {"_page": line(data, "page", 1000), "_language": line(data, "language", 5)}
    return Reading(
        messages=(
            MessageIn(
                external_id=submission,
                content_digest=digest("webchat", conversation, submission, words, [item.name for item in attachments]),
                sender=sender(given, verified=given.get("verified") is True),
                subject=line(data, "subject", 120),
                text=words,
                attachments=attachments,
                thread=ThreadEvidence(conversation=conversation),
                warnings=warnings,
                fields={key: value for key, value in about.items() if value},
            ),
        )
    )
