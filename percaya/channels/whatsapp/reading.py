"""One webhook body, read for one number: its messages, echoes, statuses and the news of its account."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from percaya.channels.common.graph import Change, changes_of, entries_of
from percaya.channels.common.json_arrivals import digest
from percaya.channels.common.payloads import load_payload, moment_of, one, several, word
from percaya.channels.contract import (
    AccountFacts,
    ChangeIn,
    ChangeKind,
    MessageIn,
    NewsIn,
    RawArrival,
    Reading,
    ReceiptIn,
    ThreadEvidence,
    Unreadable,
)
from percaya.channels.whatsapp.changes import KINDS, change_of, marketing_wishes, user_id_updates
from percaya.channels.whatsapp.contents import content_of
from percaya.channels.whatsapp.news import errors_as_news, news_of
from percaya.channels.whatsapp.people import PREFIX, Person, group_address, sender_of
from percaya.channels.whatsapp.receipts import receipts_of

OBJECT = "whatsapp_business_account"


@dataclass
class _Found:
    messages: list[MessageIn] = field(default_factory=list)
    receipts: list[ReceiptIn] = field(default_factory=list)
    changes: list[ChangeIn] = field(default_factory=list)
    news: list[NewsIn] = field(default_factory=list)
    nameless: int = 0  # messages of nobody
    passed_over: str = ""


def read_webhook(arrival: RawArrival, account: AccountFacts) -> Reading:
    """All that concerns ``account`` (its ``address`` is the phone_number_id). Raises ``Unreadable``."""
    found = _Found()
    for entry in entries_of(load_payload(arrival.raw), OBJECT):
        for change in changes_of(entry):
            if _is_ours(change, account):
                _read(change, account, found)
            else:
                found.passed_over = found.passed_over or "other-number"
    something = found.messages or found.receipts or found.changes or found.news
    if found.nameless and not something:
        raise Unreadable("no-sender", "WhatsApp's message names neither a phone number nor a user id of its sender.")
    return Reading(
        messages=tuple(found.messages),
        receipts=tuple(found.receipts),
        changes=tuple(found.changes),
        news=tuple(found.news),
        ignored="" if something else found.passed_over or "nothing-new",
    )


def numbers_of(payload: Mapping[str, Any]) -> Iterator[str]:
    """Every phone_number_id that the payload speaks to."""
    for change in _changes(payload):
        yield word(one(change.value, "metadata"), "phone_number_id", 60)


def person_in(payload: Mapping[str, Any]) -> str:
    """The one person that the payload is about, else ""."""
    people: set[str] = set()
    for change in _changes(payload):
        people |= {
            word(item, "group_id", 200) or word(item, "from", 60) or word(item, "from_user_id")
            for item in several(change.value, "messages")
        }
        people |= {word(item, "wa_id", 60) or word(item, "user_id") for item in several(change.value, "user_preferences")}
        people |= {word(item, "to", 60) or word(item, "to_user_id") for item in several(change.value, "message_echoes")}
        people |= {
            word(item, "recipient_id", 60) or word(item, "recipient_user_id") for item in several(change.value, "statuses")
        }
    return next(iter(people)) if len(people) == 1 else ""


def _changes(payload: Mapping[str, Any]) -> Iterator[Change]:
    try:
        for entry in entries_of(payload, OBJECT):
            yield from changes_of(entry)
    except Unreadable:
        return


def _is_ours(change: Change, account: AccountFacts) -> bool:
    """By the number where the change names one; news of the business account by its id, as far as the account knows it."""
    number = word(one(change.value, "metadata"), "phone_number_id", 60)
    if number:
        return number == account.address
    if several(change.value, "messages") or several(change.value, "statuses"):
        return False
    shown, own = word(change.value, "display_phone_number", 40), str(account.settings.get("display_phone_number") or "")
    if shown and own and _digits(shown) != _digits(own):
        return False
    waba = str(account.settings.get("waba_id") or "")
    return not waba or change.entry == waba


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())


def _read(change: Change, account: AccountFacts, found: _Found) -> None:
    value = change.value
    if change.about == "messages":
        found.receipts.extend(receipts_of(value))
        found.news.extend(errors_as_news(value) if not several(value, "messages") else ())
        for message in several(value, "messages"):
            _message(message, sender_of(message, value), account, found, echo=False)
    elif change.about == "smb_message_echoes":
        for message in several(value, "message_echoes"):
            _message(message, sender_of(message, value, "to"), account, found, echo=True)
    elif change.about == "user_id_update":
        found.changes.extend(user_id_updates(value))
    elif change.about == "user_preferences":
        found.changes.extend(marketing_wishes(value))
    else:
        found.news.extend(news_of(change))
        found.passed_over = found.passed_over or change.about[:40]


def _message(message: Mapping[str, Any], person: Person | None, account: AccountFacts, found: _Found, *, echo: bool) -> None:
    kind, group = word(message, "type", 40), word(message, "group_id", 200)
    at = moment_of(message.get("timestamp"))
    if kind == "request_welcome":
        found.passed_over = kind
    elif group and kind == "system":  # who came and went
        found.passed_over = "group-system"
    elif person is None and not group:
        found.nameless += 1
    elif kind in KINDS:
        changes = change_of(message, person, at, echo=echo) if person else ()
        found.changes.extend(_in_group(change, person, group) if group and person else change for change in changes)
        found.passed_over = found.passed_over or kind
    elif group:
        found.messages.append(_said_in_group(message, person, group, account, echo=echo))
    elif person is not None:
        found.messages.append(_said(message, person, account, echo=echo))


def _said_in_group(
    message: Mapping[str, Any], person: Person | None, group: str, account: AccountFacts, *, echo: bool
) -> MessageIn:
    """A talk of its own, in which every message begins with the name of who wrote it: an answer to the group must not go to one
    person, nor their words into the ticket that they have with us alone."""
    speaker = person or Person(name="?")
    said = _said(message, speaker, account, echo=echo)
    text = said.text if echo else f"{speaker.called}: {said.text}" if said.text else speaker.called
    return replace(said, sender=group_address(group), also=(), text=text)


def _in_group(change: ChangeIn, person: Person, group: str) -> ChangeIn:
    text = f"{person.called}: {change.text}" if change.kind is ChangeKind.EDITED and not change.echo else change.text
    return replace(change, sender=replace(group_address(group), name=person.called), text=text)


def _said(message: Mapping[str, Any], person: Person, account: AccountFacts, *, echo: bool) -> MessageIn:
    at = moment_of(message.get("timestamp"))
    content = content_of(message, at)
    id = word(message, "id", 300)
    quotes = word(one(message, "context"), "id", 300)
    what = (id,) if id else (person.address.value, word(message, "timestamp"), content.text, [r.data for r in content.rich])
    return MessageIn(
        external_id=id,
        content_digest=digest(PREFIX, account.address, *what),
        sender=person.address,
        also=person.also,
        text=content.text,
        attachments=content.attachments,
        rich=content.rich,
        thread=ThreadEvidence(external_ids=(quotes,) if quotes else ()),
        quotes=quotes,
        sent_at=at,
        echo=echo,
        echo_token="",
        fields=content.fields,
    )
