"""Who is who in an update, and what a message is called by us.

Message ids count within a chat, so ours are "<chat>:<message>". A private chat has its person's id; a group is one
conversation of its own, whose "person" is the group itself (answers go to all of it).
"""

from collections.abc import Mapping
from typing import Any

from percaya.channels.common.payloads import one, word
from percaya.channels.common.texts import clean_line
from percaya.channels.contract import Address, HandleKind

KEY = "telegram"
_WIDEST = 2**53  # ids have at most 52 significant bits


def number(value: object) -> int | None:
    """An id of Telegram's, or ``None`` for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _WIDEST else None


def address(chat_id: int, name: str = "") -> Address:
    return Address(kind=HandleKind.EXTERNAL, value=f"{KEY}:{chat_id}", name=name, verified=True)


def chat_id_of(value: str) -> int | str:
    """The chat that an address leads to. Raises ``ValueError`` where it leads nowhere."""
    bare = value.removeprefix(f"{KEY}:")
    if bare.lstrip("-").isdecimal() and len(bare) < 20:
        return int(bare)
    if clean_line(bare) == bare and bare:
        return bare
    raise ValueError("This customer has no chat with our bot. Answer through another channel.")


def name_of(person: Mapping[str, Any]) -> str:
    """A user's or chat's name as Telegram shows it."""
    full = f"{word(person, 'first_name', 100)} {word(person, 'last_name', 100)}".strip()
    return full or word(person, "title", 200) or word(person, "username", 60)


def message_id(message: Mapping[str, Any]) -> str:
    """ "<chat>:<message>", or "" where either is missing."""
    chat, own = number(one(message, "chat").get("id")), number(message.get("message_id"))
    return f"{chat}:{own}" if chat is not None and own is not None else ""


def is_private(chat: Mapping[str, Any]) -> bool:
    return chat.get("type", "private") == "private"


def partner(message: Mapping[str, Any]) -> Address | None:
    """Whom an answer reaches: the person of a private chat, else the whole group."""
    chat = one(message, "chat")
    chat_id = number(chat.get("id"))
    if chat_id is None:
        return None
    return address(chat_id, name_of(one(message, "from")) or name_of(chat) if is_private(chat) else name_of(chat))


def author(message: Mapping[str, Any]) -> str:
    """Who wrote it, by name: in groups somebody may write in the name of a channel or of the group."""
    return name_of(one(message, "sender_chat")) or name_of(one(message, "from"))
