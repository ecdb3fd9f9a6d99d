"""What a webhook of Instagram or Messenger says: entries with ``messaging``, ``standby`` (another app answers) or ``changes``."""

from collections.abc import Iterator, Mapping
from typing import Any

from percaya.channels.common.graph.envelope import Entry, changes_of, entries_of
from percaya.channels.common.graph.social import Social
from percaya.channels.common.graph.social_comments import COMMENT_FIELDS, read_comment
from percaya.channels.common.graph.social_control import read_control, seen_from_aside
from percaya.channels.common.graph.social_events import read_event
from percaya.channels.common.graph.social_messages import read_message, read_postback
from percaya.channels.common.payloads import load_payload, one, several, word
from percaya.channels.contract import AccountFacts, ChangeIn, MessageIn, NewsIn, RawArrival, Reading, ReceiptIn, Unreadable

Said = MessageIn | ChangeIn | ReceiptIn | NewsIn
Item = tuple[Mapping[str, Any], bool]


def read(arrival: RawArrival, account: AccountFacts, social: Social) -> Reading:
    """All it says of this account; what it says of another one is not ours to read. Raises ``Unreadable``."""
    said: list[Said] = []
    entries = [entry for entry in entries_of(load_payload(arrival.raw), social.about) if entry.id == account.address]
    for entry in entries:
        for item, is_standby in _items(entry):
            said += _item(item, is_standby, account, social)
        for change in changes_of(entry):
            if change.about in COMMENT_FIELDS:
                said += read_comment(change, entry.data.get("time"), account, social)
    reading = Reading(
        messages=tuple(thing for thing in said if isinstance(thing, MessageIn)),
        changes=tuple(thing for thing in said if isinstance(thing, ChangeIn)),
        receipts=tuple(thing for thing in said if isinstance(thing, ReceiptIn)),
        news=tuple(thing for thing in said if isinstance(thing, NewsIn)),
        ignored="" if said else ("nothing-to-do" if entries else "another-account"),
    )
    if not said and not entries and not arrival.raw:
        raise Unreadable("no-content", "The webhook brought nothing.")
    return reading


def addresses(payload: dict[str, Any]) -> Iterator[str]:
    """The pages or accounts that a payload speaks to."""
    return (word(entry, "id", 60) for entry in several(payload, "entry"))


def only_sender(payload: dict[str, Any]) -> str:
    """The person that a payload speaks of; "" when it speaks of several or of nobody."""
    people: set[str] = set()
    for entry in several(payload, "entry"):
        own = word(entry, "id")
        for item, _ in _items(Entry(id=own, data=entry)):
            people |= {word(one(item, side), "id", 100) for side in ("sender", "recipient")} - {own}
        for change in changes_of(Entry(id=own, data=entry)):
            people.add(word(one(change.value, "from"), "id", 100) if change.about in COMMENT_FIELDS else "")
    people.discard("")
    return people.pop() if len(people) == 1 else ""


def _items(entry: Entry) -> Iterator[Item]:
    """Messaging items; a login with Instagram (and the test button of the app's page) wraps some of them in changes."""
    yield from ((item, False) for item in several(entry.data, "messaging"))
    yield from ((item, True) for item in several(entry.data, "standby"))
    for change in changes_of(entry):
        if change.about not in COMMENT_FIELDS and one(change.value, "sender"):
            yield change.value, change.about == "standby"


def _item(item: Mapping[str, Any], is_standby: bool, account: AccountFacts, social: Social) -> list[Said]:
    if handed := [*read_control(item, account, social)]:
        return [*handed]
    if one(item, "message"):
        held = seen_from_aside(item, account, social) if is_standby else ()
        return [*read_message(item, account, social, is_standby=is_standby), *held]
    if one(item, "postback"):
        return list(read_postback(item, account, social, is_standby=is_standby))
    return list(read_event(item, account, social))
