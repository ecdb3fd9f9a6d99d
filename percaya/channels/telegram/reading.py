"""Reads one update (https://core.telegram.org/bots/api#update): at most one thing happened in it."""

from collections.abc import Callable, Mapping
from typing import Any

from percaya.channels.common.json_arrivals import digest
from percaya.channels.common.payloads import load_payload, moment_of, one, several, word
from percaya.channels.contract import (
    ChangeIn,
    ChangeKind,
    MessageIn,
    RawArrival,
    Reading,
    Rich,
    RichKind,
    ThreadEvidence,
    Unreadable,
)
from percaya.channels.telegram.entities import words_of
from percaya.channels.telegram.files import files_of
from percaya.channels.telegram.people import address, author, is_private, message_id, name_of, number, partner
from percaya.channels.telegram.rich import rich_of, said_by, vouched_phone

_GONE, _THERE = ("kicked", "left"), ("member", "administrator", "creator")


def read_update(arrival: RawArrival) -> Reading:
    """What happened, or why there is nothing to do. Raises ``Unreadable``."""
    update = load_payload(arrival.raw)
    if number(update.get("update_id")) is None:
        raise Unreadable("not-ours", "This is no update of the Bot API: it has no update_id.")
    for kind, reader in _READERS.items():
        if given := one(update, kind):
            return reader(given)
    other = next((key for key in update if key != "update_id"), "empty")
    return Reading(ignored=word({"kind": other}, "kind", 40).replace("_", "-"))


def _message(message: dict[str, Any]) -> Reading:
    moved = _moved(message)
    if moved:
        return Reading(changes=(moved,))
    person, own_id = partner(message), message_id(message)
    if person is None or not own_id:
        raise Unreadable("no-sender", "The message names no chat that could be answered.")
    if one(message, "from").get("is_bot") is True and not one(message, "sender_chat"):
        return Reading(ignored="bot")
    text = words_of(message) or words_of(message, "caption", "caption_entities") or said_by(message)
    files, rich = files_of(message), rich_of(message)
    if not (text or files or rich):
        return Reading(ignored="service")
    if text == "/start" and is_private(one(message, "chat")):
        return Reading(ignored="start")
    return Reading(messages=(_said(message, own_id, text),))


def _said(message: Mapping[str, Any], own_id: str, text: str) -> MessageIn:
    person, chat, answered = partner(message), one(message, "chat"), one(message, "reply_to_message")
    assert person is not None
    quotes = message_id({"chat": chat, **answered}) if answered else ""
    album = word(message, "media_group_id", 60)
    files, rich = files_of(message), rich_of(message)
    keys = [file.fetch.key for file in files if file.fetch]
    return MessageIn(
        external_id=own_id,
        content_digest=digest("telegram", own_id, text, keys, [item.data for item in rich]),
        sender=person,
        text=_in_whose_name(message, text),
        quoted_text=words_of(one(message, "quote")),
        attachments=files,
        thread=ThreadEvidence(external_ids=(quotes,) if quotes else (), conversation=person.value),
        sent_at=moment_of(message.get("date")),
        also=vouched_phone(message),
        rich=rich,
        quotes=quotes,
        album=f"{chat.get('id')}:{album}" if album else "",
        fields=_about(message),
    )


def _in_whose_name(message: Mapping[str, Any], text: str) -> str:
    """In a group the desk must see who speaks: the name stands before the words."""
    if is_private(one(message, "chat")):
        return text
    return f"{author(message)}: {text}".strip() if text else author(message)


def _about(message: Mapping[str, Any]) -> dict[str, Any]:
    origin = one(message, "forward_origin")
    where = one(origin, "sender_user") or one(origin, "sender_chat") or one(origin, "chat")
    name = name_of(where) or word(origin, "sender_user_name", 200)
    return {"_forwarded_from": name or "?"} if origin else {}


def _moved(message: Mapping[str, Any]) -> ChangeIn | None:
    """A group that became a supergroup got a new id; both chats tell of it."""
    here, name = number(one(message, "chat").get("id")), name_of(one(message, "chat"))
    new, old = number(message.get("migrate_to_chat_id")), number(message.get("migrate_from_chat_id"))
    old, new = (here, new) if new is not None else (old, here)
    if old is None or new is None:
        return None
    return ChangeIn(
        kind=ChangeKind.RENUMBERED,
        sender=address(old, name),
        successor=address(new, name),
        at=moment_of(message.get("date")),
    )


def _edited(message: dict[str, Any]) -> Reading:
    person, own_id = partner(message), message_id(message)
    text = words_of(message) or words_of(message, "caption", "caption_entities")
    if person is None or not own_id or not text:
        return Reading(ignored="edited-without-words")  # a live location moves on, a keyboard was taken away
    change = ChangeIn(
        kind=ChangeKind.EDITED,
        sender=person,
        target=own_id,
        text=_in_whose_name(message, text),
        at=moment_of(message.get("edit_date")),
    )
    return Reading(changes=(change,))


def _pressed(callback: dict[str, Any]) -> Reading:
    """A button under one of our messages."""
    message, presser = one(callback, "message"), one(callback, "from")
    where = {**message, "from": presser} if message else {"chat": {**presser, "type": "private"}, "from": presser}
    person, called, data = partner(where), word(callback, "id", 100), word(callback, "data", 200)
    if person is None or not called or number(presser.get("id")) is None:
        raise Unreadable("no-sender", "A button was pressed, but by nobody that could be answered.")
    title, quotes = _title_of(message, data) or data, message_id(message)
    said = MessageIn(
        external_id=f"callback:{called}",
        content_digest=digest("telegram", "callback", called, data),
        sender=person,
        text=_in_whose_name(where, title),
        thread=ThreadEvidence(external_ids=(quotes,) if quotes else (), conversation=person.value),
        rich=(Rich(kind=RichKind.CHOICE, data={"id": data, "title": title, "description": ""}),),
        quotes=quotes,
    )
    return Reading(messages=(said,))


def _title_of(message: Mapping[str, Any], data: str) -> str:
    rows = one(message, "reply_markup").get("inline_keyboard")
    for row in rows if isinstance(rows, list) else []:
        for button in several({"row": row}, "row"):
            if word(button, "callback_data", 200) == data:
                return word(button, "text", 200)
    return ""


def _reacted(reaction: dict[str, Any]) -> Reading:
    where = {**reaction, "from": one(reaction, "user"), "sender_chat": one(reaction, "actor_chat")}
    person, target = partner(where), message_id(reaction)
    if person is None or not target:
        return Reading(ignored="reaction-of-nobody")
    emoji = next((word(one_of, "emoji", 20) for one_of in several(reaction, "new_reaction") if one_of.get("type") == "emoji"), "")
    if not emoji and several(reaction, "new_reaction"):
        return Reading(ignored="reaction-without-emoji")  # a picture of its own (custom emoji) or a paid star
    change = ChangeIn(kind=ChangeKind.REACTED, sender=person, target=target, emoji=emoji, at=moment_of(reaction.get("date")))
    return Reading(changes=(change,))


def _membership(member: dict[str, Any]) -> Reading:
    """The bot was blocked or thrown out, or may write again."""
    person = partner(member)
    before, now = word(one(member, "old_chat_member"), "status", 20), word(one(member, "new_chat_member"), "status", 20)
    if person is None or not ((now in _GONE) or (before in _GONE and now in _THERE)):
        return Reading(ignored="membership")
    kind = ChangeKind.BLOCKED if now in _GONE else ChangeKind.UNBLOCKED
    return Reading(changes=(ChangeIn(kind=kind, sender=person, at=moment_of(member.get("date"))),))


def _business(_: dict[str, Any]) -> Reading:
    """Messages of a person's own account that the bot may see are that person's, not the desk's."""
    return Reading(ignored="business")


_READERS: dict[str, Callable[[dict[str, Any]], Reading]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _pressed,
    "message_reaction": _reacted,
    "my_chat_member": _membership,
    "business_message": _business,
    "edited_business_message": _business,
    "business_connection": _business,
    "deleted_business_messages": _business,
}
