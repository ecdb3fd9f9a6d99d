"""The second way of reading, for mails on which the first has a defect: few words rather than none.

It shares nothing with the careful way: the standard library's oldest and most forgiving parser, the first text it
finds, no HTML, no files. The warning says so, and the raw mail can be read again when the defect is mended.
"""

import hashlib
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from percaya.channels.common.texts import clean_line, clean_text
from percaya.channels.contract import (
    AccountFacts,
    Address,
    HandleKind,
    MessageIn,
    RawArrival,
    Reading,
    ThreadEvidence,
    Unreadable,
)
from percaya.channels.email.addresses import parse_addresses
from percaya.channels.email.evidence import message_ids
from percaya.channels.email.identity import own_tickets_in_ids
from percaya.channels.email.words import decoded_words

MAX_BYTES = 200_000


def read_leniently(arrival: RawArrival, account: AccountFacts) -> Reading:
    """A reading with sender, subject and text. Raises ``Unreadable`` when even that fails."""
    try:
        mail = message_from_bytes(arrival.raw[:MAX_BYTES], policy=compat32)
        return Reading(messages=(_message(mail, arrival, account),))
    except Unreadable:
        raise
    except Exception as error:  # both ways have failed: a person must look at the raw mail
        raise Unreadable("defect", f"The mail cannot be read ({type(error).__name__}).") from error


def _message(mail: Message, arrival: RawArrival, account: AccountFacts) -> MessageIn:
    senders = parse_addresses(_header(mail, "From")) or parse_addresses(arrival.mail_from or "")
    if not senders:
        raise Unreadable("no-sender", "The mail names no sender in its headers or envelope.")
    ids = tuple(message_ids(f"{_header(mail, 'In-Reply-To')} {_header(mail, 'References')}"))
    return MessageIn(
        external_id=(message_ids(_header(mail, "Message-ID")) or [""])[0],
        content_digest=hashlib.sha256(arrival.raw.replace(b"\r\n", b"\n")).hexdigest(),
        sender=Address(kind=HandleKind.EMAIL, value=senders[0].value, name=senders[0].name),
        to=parse_addresses(_header(mail, "To")),
        subject=clean_line(decoded_words(_header(mail, "Subject"))),
        text=_first_text(mail),
        thread=ThreadEvidence(tokens=tuple(own_tickets_in_ids(ids, account)), external_ids=ids),
        warnings=("lenient-parse",),
    )


def _header(mail: Message, name: str) -> str:
    return str(mail.get(name, ""))[:20_000]


def _first_text(mail: Message) -> str:
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            return clean_text(content.decode("utf-8", "replace")) if isinstance(content, bytes) else ""
    return ""
