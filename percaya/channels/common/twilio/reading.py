"""Reads a form of Twilio's: a message that came in (https://www.twilio.com/docs/messaging/guides/webhook-request) or a status."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from percaya.channels.common.endings import ending_of
from percaya.channels.common.json_arrivals import digest
from percaya.channels.common.names import safe_name
from percaya.channels.common.part_tokens import parted
from percaya.channels.common.texts import clean_line, clean_text
from percaya.channels.common.twilio.signing import TOKEN, form
from percaya.channels.common.twilio.wire import base, number_of
from percaya.channels.common.twilio.words import MEANINGS
from percaya.channels.contract import (
    AccountFacts,
    Address,
    AttachmentIn,
    ChangeIn,
    ChangeKind,
    HandleKind,
    MediaRef,
    MessageIn,
    RawArrival,
    Reading,
    ReceiptIn,
    ReceiptState,
    Rich,
    RichKind,
    ThreadEvidence,
    Unreadable,
)

_STATES = {
    "sent": ReceiptState.SENT,
    "delivered": ReceiptState.DELIVERED,
    "read": ReceiptState.READ,
    "failed": ReceiptState.FAILED,
    "undelivered": ReceiptState.FAILED,
    "canceled": ReceiptState.FAILED,
}
_MOST_FILES = 10


@dataclass(frozen=True)
class Form:
    """Fields by name, the last of repeated ones; ``key`` is the channel's."""

    fields: Mapping[str, str]
    key: str

    def line(self, name: str, limit: int = 300) -> str:
        return clean_line(self.fields.get(name, ""), limit)

    def text(self, name: str) -> str:
        return clean_text(self.fields.get(name, "")).strip()


def read_form(arrival: RawArrival, account: AccountFacts, key: str) -> Reading:
    """A message, a status, or words of stopping. Raises ``Unreadable``."""
    try:
        given = Form(dict(form(arrival.raw)), key)
    except ValueError:
        raise Unreadable("too-many-fields", "The form has more fields than Twilio sends.") from None
    message = given.line("MessageSid", 60) or given.line("SmsSid", 60)
    if not message:
        raise Unreadable("not-ours", "This is no form of Twilio's: it names no message.")
    if given.line("MessageStatus", 30) not in ("", "received"):
        return _status(given, message)
    person = _person(given)
    stop = {"STOP": ChangeKind.BLOCKED, "START": ChangeKind.UNBLOCKED}.get(given.line("OptOutType", 20))
    if stop:  # Twilio has answered them itself
        return Reading(changes=(ChangeIn(kind=stop, sender=person),))
    return Reading(messages=(_message(given, message, person, account),))


def _person(given: Form) -> Address:
    number = number_of(given.line("From", 100))
    if not number:
        raise Unreadable("no-sender", "The message names no sender.")
    return Address(kind=HandleKind.EXTERNAL, value=f"{given.key}:{number}", name=given.line("ProfileName", 120), verified=True)


def _message(given: Form, message: str, person: Address, account: AccountFacts) -> MessageIn:
    files, warnings = _files(given, message, account)
    rich = _rich(given)
    text = given.text("Body") or next((str(one.data["title"]) for one in rich if one.kind is RichKind.CHOICE), "")
    if not (text or files or rich):
        kind = given.line("MessageType", 40) or "empty"
        rich = (Rich(kind=RichKind.UNSUPPORTED, data={"kind": kind}),)
    quotes, number = given.line("OriginalRepliedMessageSid", 60), number_of(given.line("From", 100))
    is_phone = number.startswith("+") and number[1:].isdecimal()
    return MessageIn(
        external_id=message,
        content_digest=digest(
            "twilio", message, text, [file.fetch.key for file in files if file.fetch], [one.data for one in rich]
        ),
        sender=person,
        text=text,
        attachments=files,
        thread=ThreadEvidence(external_ids=(quotes,) if quotes else (), conversation=person.value),
        also=(Address(kind=HandleKind.PHONE, value=number, verified=True),) if is_phone else (),
        rich=rich,
        quotes=quotes,
        warnings=warnings,
    )


def _files(given: Form, message: str, account: AccountFacts) -> tuple[tuple[AttachmentIn, ...], tuple[str, ...]]:
    """Only files that lie with Twilio: an address of anybody else's is never asked (CVE-2024-39713)."""
    count = given.line("NumMedia", 4)
    found: list[AttachmentIn] = []
    warnings: list[str] = []
    for at in range(min(int(count) if count.isdecimal() else 0, _MOST_FILES)):
        url, kind = given.line(f"MediaUrl{at}", 1000), given.line(f"MediaContentType{at}", 100).lower()
        if is_ours(url, account):
            name, ref = f"{_calls(kind)}-{message[-6:]}-{at + 1}{ending_of(kind)}", MediaRef(key=url)
            found.append(AttachmentIn(name=safe_name(name), content=b"", declared_type=kind, content_type=kind, fetch=ref))
        else:
            warnings.append("foreign-media")
    return tuple(found), tuple(dict.fromkeys(warnings))


def _calls(content_type: str) -> str:
    family = content_type.partition("/")[0]
    return family if family in ("image", "audio", "video") else "file"


def is_ours(url: str, account: AccountFacts) -> bool:
    """Whether the address leads to the API that the account lives on, over the same scheme and port."""
    try:
        asked, own = urlsplit(url), urlsplit(base(account))
        same = (asked.scheme, asked.hostname, asked.port) == (own.scheme, own.hostname, own.port)
    except ValueError:
        return False
    return same and asked.username is None and asked.path.startswith("/2010-04-01/Accounts/") and ".." not in asked.path


def _rich(given: Form) -> tuple[Rich, ...]:
    found = [_place(given), _choice(given), _form(given), _advert(given)]
    return tuple(one for one in found if one)


def _place(given: Form) -> Rich | None:
    try:
        latitude, longitude = float(given.line("Latitude", 30)), float(given.line("Longitude", 30))
    except ValueError:
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    data = {"latitude": latitude, "longitude": longitude, "name": given.line("Label", 200), "address": given.line("Address")}
    return Rich(kind=RichKind.LOCATION, data=data)


def _choice(given: Form) -> Rich | None:
    chosen = given.line("ButtonPayload", 300) or given.line("ListId", 300)
    title = given.line("ButtonText", 200) or given.line("ListTitle", 200)
    if not (chosen or title):
        return None
    data = {"id": chosen or title, "title": title or chosen, "description": given.line("ListDescription", 300)}
    return Rich(kind=RichKind.CHOICE, data=data)


def _form(given: Form) -> Rich | None:
    try:
        answers: Any = json.loads(given.fields.get("InteractiveData", ""))
    except (ValueError, RecursionError):
        return None
    if not isinstance(answers, dict):
        return None
    said = {clean_line(name, 100): clean_line(str(value), 1000) for name, value in list(answers.items())[:50]}
    return Rich(kind=RichKind.FORM, data={"name": "", "answers": said})


def _advert(given: Form) -> Rich | None:
    url, headline = given.line("ReferralSourceUrl", 1000), given.line("ReferralHeadline", 300)
    if not (url or headline):
        return None
    return Rich(kind=RichKind.ADVERT, data={"headline": headline, "url": url, "source": given.line("ReferralSourceId", 100)})


def _status(given: Form, message: str) -> Reading:
    state = _STATES.get(given.line("MessageStatus", 30))
    if state is None:
        return Reading(ignored=given.line("MessageStatus", 30))  # accepted, queued, sending, scheduled
    code = given.line("ErrorCode", 10)
    meaning = MEANINGS.get(int(code)) if code.isdecimal() else None
    number = number_of(given.line("To", 100))
    token, step = parted(given.line(TOKEN, 160))
    receipt = ReceiptIn(
        external_id=message,
        state=state,
        permanent=state is ReceiptState.FAILED,
        recipient=f"{given.key}:{number}" if number else "",
        reason=given.line("ChannelStatusMessage") or given.line("ErrorMessage"),
        code=code,
        word=meaning.word if meaning and state is ReceiptState.FAILED else "",
        token=token,
        step=step,
    )
    return Reading(receipts=(receipt,))
