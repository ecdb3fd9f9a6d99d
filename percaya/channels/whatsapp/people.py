"""Who wrote: a business-scoped user id, a phone number, or both.

Until 2026 every payload named the phone; since then it names ``user_id`` as well, and once somebody takes a user name the
phone may be missing or ``wa_id`` may hold the user id. An id of the wrong shape is as if it were not there.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from percaya.channels.common.payloads import one, several, word
from percaya.channels.contract import Address, HandleKind

PREFIX = "whatsapp:"
GROUP = "whatsapp:group:"
_USER_ID = re.compile(r"^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$")
_PHONE = re.compile(r"^\+?([1-9]\d{5,14})$")


@dataclass(frozen=True, kw_only=True)
class Person:
    """``phone`` with its plus. At least one of the two is there."""

    user_id: str = ""
    phone: str = ""
    name: str = ""

    @property
    def address(self) -> Address:
        """What the person is known by here: the user id where there is one, for it outlives a hidden number."""
        return Address(kind=HandleKind.EXTERNAL, value=PREFIX + (self.user_id or self.phone), name=self.name, verified=True)

    @property
    def called(self) -> str:
        """By which the others of a group know them: the name, or the end of what is known."""
        return self.name or f"~{(self.phone or self.user_id)[-4:]}"

    @property
    def also(self) -> tuple[Address, ...]:
        """The phone number, which WhatsApp vouches for."""
        return (Address(kind=HandleKind.PHONE, value=self.phone, name=self.name, verified=True),) if self.phone else ()


def group_address(id: str) -> Address:
    """A group as one to talk with: what is said in it is never one person's, and an answer goes to all of it."""
    return Address(kind=HandleKind.EXTERNAL, value=f"{GROUP}{id}", name=f"Grup {id[-4:]}", verified=True)


def group_of(value: str) -> str:
    """The id of the group that an address leads to, else ""."""
    return value.removeprefix(GROUP) if value.startswith(GROUP) else ""


def user_id_of(value: str) -> str:
    """The value where it is a user id, else ""."""
    return value if _USER_ID.match(value) else ""


def phone_of(value: str) -> str:
    """The value as +digits where it is a phone number, else ""."""
    found = _PHONE.match(value.strip())
    return f"+{found[1]}" if found else ""


def person_of(ids: Iterable[str], name: str = "") -> Person | None:
    """The person of these ids, whatever each of them is. ``None`` where none of them says anything."""
    given = [value for value in ids if value]
    user_id = next(filter(None, map(user_id_of, given)), "")
    phone = next(filter(None, map(phone_of, given)), "")
    return Person(user_id=user_id, phone=phone, name=name) if user_id or phone else None


def sender_of(message: Mapping[str, Any], value: Mapping[str, Any], way: str = "from") -> Person | None:
    """Who wrote a message (``way="to"``: whom an echo went to), with what the payload's contacts say of the same person."""
    ids = [word(message, f"{way}_user_id"), word(message, way)]
    contact = _contact(value, {bit for bit in ids if bit})
    profile = one(contact, "profile")
    name = word(profile, "name", 120) or (f"@{word(profile, 'username', 60)}" if word(profile, "username") else "")
    return person_of([*ids, word(contact, "user_id"), word(contact, "wa_id")], name)


def _contact(value: Mapping[str, Any], ids: set[str]) -> dict[str, Any]:
    """The contact that shares an id with the message; the only one there is where ids do not meet."""
    contacts = several(value, "contacts")
    for contact in contacts:
        if ids & {word(contact, "user_id"), word(contact, "wa_id")}:
            return contact
    return contacts[0] if len(contacts) == 1 and len(several(value, "messages")) <= 1 else {}
