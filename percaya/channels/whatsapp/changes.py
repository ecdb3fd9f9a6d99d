"""What happened to earlier messages (edited, taken back, reacted to) and to a person's number or id."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from percaya.channels.common.payloads import moment_of, one, several, word
from percaya.channels.common.texts import clean_line
from percaya.channels.contract import Address, ChangeIn, ChangeKind, HandleKind
from percaya.channels.whatsapp.contents import content_of
from percaya.channels.whatsapp.people import PREFIX, Person, person_of, sender_of

KINDS = ("reaction", "edit", "revoke", "system")
_WISHES = {"stop": ChangeKind.MARKETING_STOPPED, "resume": ChangeKind.MARKETING_RESUMED}
_RENUMBERED = ("user_changed_number", "customer_changed_number", "user_changed_user_id")


def change_of(message: Mapping[str, Any], person: Person, at: datetime | None, *, echo: bool = False) -> Iterator[ChangeIn]:
    """The changes that a message of one of ``KINDS`` tells of; none where it names nothing."""
    kind = word(message, "type", 40)
    data = one(message, kind)
    if kind == "system":
        yield from _renumbered(message, data, at)
    elif kind == "reaction" and (target := word(data, "message_id", 300)):
        emoji = clean_line(str(data.get("emoji") or ""), 40)
        yield ChangeIn(kind=ChangeKind.REACTED, sender=person.address, target=target, emoji=emoji, echo=echo, at=at)
    elif kind == "revoke" and (target := word(data, "original_message_id", 300)):
        yield ChangeIn(kind=ChangeKind.DELETED, sender=person.address, target=target, echo=echo, at=at)
    elif kind == "edit" and (target := word(data, "original_message_id", 300)):
        text = content_of(one(data, "message"), at).text
        yield ChangeIn(kind=ChangeKind.EDITED, sender=person.address, target=target, text=text, echo=echo, at=at)


def _renumbered(message: Mapping[str, Any], data: Mapping[str, Any], at: datetime | None) -> Iterator[ChangeIn]:
    if word(data, "type", 60) not in _RENUMBERED:
        return
    before = person_of((word(message, "from_user_id"), word(message, "from"), word(data, "customer")))
    after = person_of((word(data, "user_id"), word(data, "wa_id"), word(data, "new_wa_id")))
    if before and after:
        yield from _moved(before, after, at)


def user_id_updates(value: Mapping[str, Any]) -> Iterator[ChangeIn]:
    """The field of its own that tells of new user ids: {"user_id_update": [{"wa_id", "user_id": {"previous", "current"}}]}."""
    for update in several(value, "user_id_update"):
        ids = one(update, "user_id")
        before = person_of((word(ids, "previous"), word(update, "wa_id")))
        after = person_of((word(ids, "current"), word(update, "wa_id")))
        if before and after:
            yield from _moved(before, after, moment_of(update.get("timestamp")))


def marketing_wishes(value: Mapping[str, Any]) -> Iterator[ChangeIn]:
    """The field that tells who wants no advertising any more: {"user_preferences": [{"wa_id", "user_id"?, "detail",
    "category": "marketing_messages", "value": "stop" | "resume", "timestamp"}]}."""
    for wish in several(value, "user_preferences"):
        kind = _WISHES.get(word(wish, "value", 20).lower())
        person = sender_of({"from": wish.get("wa_id"), "from_user_id": wish.get("user_id")}, value)
        if kind and person and word(wish, "category", 60) == "marketing_messages":
            said = word(wish, "detail", 200)
            yield ChangeIn(kind=kind, sender=person.address, text=said, at=moment_of(wish.get("timestamp")))


def _moved(before: Person, after: Person, at: datetime | None) -> Iterator[ChangeIn]:
    """Every way by which the person was known leads to the one by which they are known now."""
    for old in filter(None, (before.user_id, before.phone)):
        if PREFIX + old != after.address.value:
            yield ChangeIn(kind=ChangeKind.RENUMBERED, sender=_external(old), successor=after.address, at=at)
    if before.phone and after.phone and before.phone != after.phone:
        old_phone = Address(kind=HandleKind.PHONE, value=before.phone, verified=True)
        yield ChangeIn(kind=ChangeKind.RENUMBERED, sender=old_phone, successor=after.also[0], at=at)


def _external(id: str) -> Address:
    return Address(kind=HandleKind.EXTERNAL, value=PREFIX + id, verified=True)
