"""Reads an answer from the status page: JSON of this shape, made by our own door and by nobody else.

{"submission": "id, the same when the browser sends twice", "ticket": "tkt_… (the door has checked the link)",
 "sender": {"name": "...", "email" | "phone" | "external_id": "..."},
 "text": "...", "files": [{"name": "...", "type": "...", "content": "base64"}]}

or, of a new matter, with "new": true and without a ticket; then also
{"subject": "...", "fields": [{"key": "order", "label": "Nomor pesanan", "value": "INV-1"}]}
"""

from typing import Any

from percaya.channels.common.json_arrivals import digest, files, line, load_object, mapping, sender, text
from percaya.channels.contract import MessageIn, RawArrival, Reading, ThreadEvidence, Unreadable

MAX_FIELDS = 30


def read_submission(arrival: RawArrival) -> Reading:
    """One message. Whoever holds the link was sent it at the ticket's own address, whoever is in was sent a code: that is what
    ``verified`` says."""
    data = load_object(arrival.raw)
    ticket, is_new = line(data, "ticket"), data.get("new") is True
    if not ticket and not is_new:
        raise Unreadable("no-ticket", "The answer does not come from a status page of ours.")
    words, answered = text(data, "text"), _fields(data) if is_new else []
    attachments, warnings = files(data)
    if not words and not attachments:
        raise Unreadable("no-content", "The answer has neither words nor files.")
    person = sender(mapping(data, "sender"), verified=True)
    submission = line(data, "submission")
    made_of = [submission, ticket, words, *[f"{label}: {value}" for _key, label, value in answered]]
    return Reading(
        messages=(
            MessageIn(
                external_id=submission,
                content_digest=digest("portal", *made_of, [item.name for item in attachments]),
                sender=person,
                subject=line(data, "subject") if is_new else "",
                text="\n\n".join(filter(None, ("\n".join(f"{label}: {value}" for _key, label, value in answered), words))),
                attachments=attachments,
                thread=ThreadEvidence(tokens=(ticket,) if ticket else ()),
                warnings=warnings,
                fields={key: value for key, _label, value in answered},
            ),
        )
    )


def _fields(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(key, label, value) of what was asked besides and answered."""
    given = data.get("fields")
    found = [mapping({"it": item}, "it") for item in given[:MAX_FIELDS]] if isinstance(given, list) else []
    read = [(line(item, "key"), line(item, "label"), line(item, "value")) for item in found]
    return [one for one in read if all(one) and not one[0].startswith("_")]
