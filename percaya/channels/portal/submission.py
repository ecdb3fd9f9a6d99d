"""Reads an answer from the status page: JSON of this shape, made by our own door and by nobody else.

{"submission": "id, the same when the browser sends twice", "ticket": "tkt_… (the door has checked the link)",
 "sender": {"name": "...", "email" | "phone" | "external_id": "..."},
 "text": "...", "files": [{"name": "...", "type": "...", "content": "base64"}]}
"""

from percaya.channels.common.json_arrivals import digest, files, line, load_object, mapping, sender, text
from percaya.channels.contract import MessageIn, RawArrival, Reading, ThreadEvidence, Unreadable


def read_submission(arrival: RawArrival) -> Reading:
    """One message. Whoever holds the link was sent it at the ticket's own address: that is what ``verified`` says."""
    data = load_object(arrival.raw)
    ticket = line(data, "ticket")
    if not ticket:
        raise Unreadable("no-ticket", "The answer does not come from a status page of ours.")
    words = text(data, "text")
    attachments, warnings = files(data)
    if not words and not attachments:
        raise Unreadable("no-content", "The answer has neither words nor files.")
    person = sender(mapping(data, "sender"), verified=True)
    submission = line(data, "submission")
    return Reading(
        messages=(
            MessageIn(
                external_id=submission,
                content_digest=digest("portal", submission, ticket, words, [item.name for item in attachments]),
                sender=person,
                text=words,
                attachments=attachments,
                thread=ThreadEvidence(tokens=(ticket,)),
                warnings=warnings,
            ),
        )
    )
