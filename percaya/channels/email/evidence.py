"""What ties a mail to a ticket: signed tokens first, then the ids of the mails it answers. Never the subject."""

import re

from percaya.channels.contract import AccountFacts, ThreadEvidence
from percaya.channels.email.addresses import parse_addresses
from percaya.channels.email.headers import Headers
from percaya.channels.email.identity import own_tickets_in_addresses, own_tickets_in_ids
from percaya.channels.email.words import decoded_words

MAX_IDS = 50
_ID = re.compile(r"<([^<>]{1,900})>")
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to", "x-forwarded-to", "apparently-to")


def thread_evidence(headers: Headers, rcpt_to: tuple[str, ...], account: AccountFacts) -> ThreadEvidence:
    """Ids nearest first: In-Reply-To, then References from last to first (RFC 5322 §3.6.4)."""
    answered = message_ids(headers.text("in-reply-to"))
    ids = list(dict.fromkeys([*answered, *reversed(message_ids(headers.text("references")))]))[:MAX_IDS]
    addressed = [address.value for text in headers.texts("to", "cc", *_DELIVERED) for address in parse_addresses(text)]
    tokens = [*own_tickets_in_ids(ids, account), *own_tickets_in_addresses([*rcpt_to, *addressed], account)]
    return ThreadEvidence(tokens=tuple(dict.fromkeys(tokens)), external_ids=tuple(ids))


def message_id_of(headers: Headers) -> str:
    """The mail's own id without angle brackets, "" if it has none. Broken ids are kept as they are, trimmed."""
    text = headers.text("message-id")
    return (message_ids(text) or [""])[0]


def message_ids(text: str) -> list[str]:
    """All ids in a header value, without angle brackets; a bare token counts when nothing stands in brackets."""
    if "=?" in text:  # some programs wrongly encode long ids when they fold the line
        text = decoded_words(text, limit=60_000)
    found = [_trimmed(match) for match in _ID.findall(text)]
    if not found:
        found = [_trimmed(word) for word in text.split() if "@" in word]
    return [value for value in found if value]


def _trimmed(value: str) -> str:
    return re.sub(r"[\s<>\x00-\x1f\ud800-\udfff]+", "", value)[:500]
