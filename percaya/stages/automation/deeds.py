"""What a rule does: deeds, ``{"do": "label", "value": "refund"}``, in order. Their grammar. Pure.

state, priority: its key · topic, subject: the words · field: "key=value" · assign: "nobody" or a member's public id ·
team: a team's, "" for none · label, unlabel: the word · snooze: "1h", "3h", "tomorrow", "monday", "reply" · spam: nothing ·
reply: a template's public id · macro: a macro's · note: the text · notify: "assignee", "team", "role:supervisor" or a
member's or team's public id · webhook: the address · escalate: the reason · survey: nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from percaya.core.desk.steps import PRIORITIES, SNOOZES, STATES

KINDS = (
    "label", "unlabel", "priority", "state", "team", "assign", "topic", "subject", "field", "reply", "survey", "note", "notify",
    "escalate", "snooze", "macro", "webhook", "spam",
)  # fmt: skip
ROLES = ("agent", "supervisor", "admin", "owner")
MOST = 12
MOST_TEXT = 2000
_AMONG: Mapping[str, tuple[str, ...]] = {"state": STATES, "priority": PRIORITIES, "snooze": SNOOZES}
_BARE = frozenset({"survey", "spam"})
_PREFIXES: Mapping[str, tuple[str, ...]] = {
    "assign": ("mbr_",), "team": ("tem_",), "reply": ("mcr_",), "macro": ("mcr_",), "notify": ("mbr_", "tem_"),
}  # fmt: skip
_SPECIAL: Mapping[str, tuple[str, ...]] = {
    "assign": ("nobody",), "team": ("",), "notify": ("assignee", "team", *(f"role:{role}" for role in ROLES)),
}  # fmt: skip
OUTWARD = frozenset({"reply", "survey", "webhook"})  # leaves the house


@dataclass(frozen=True)
class Deed:
    do: str
    value: str = ""

    def as_json(self) -> dict[str, str]:
        return {"do": self.do, "value": self.value}


def read(given: Iterable[Mapping[str, Any]]) -> list[Deed]:
    """Deeds as they are stored or sent. Raises ``ValueError`` with the deed that makes no sense."""
    found = [Deed(str(one.get("do", "")), str(one.get("value", "")).strip()) for one in given]
    for deed in found:
        if not is_sound(deed):
            raise ValueError(deed.do or "?")
    if len(found) > MOST:
        raise ValueError("most")
    return found


def is_sound(deed: Deed) -> bool:
    if deed.do not in KINDS or len(deed.value) > MOST_TEXT:
        return False
    if deed.do in _AMONG:
        return deed.value in _AMONG[deed.do]
    if deed.do in _BARE:
        return deed.value == ""
    if deed.do in _PREFIXES:
        return deed.value in _SPECIAL.get(deed.do, ()) or deed.value.startswith(_PREFIXES[deed.do])
    if deed.do == "field":
        key, equals, _value = deed.value.partition("=")
        return bool(key.strip() and equals)
    if deed.do == "webhook":
        return is_address(deed.value)
    return bool(deed.value)


def is_address(url: str) -> bool:
    """http or https, a host, no login in it, not too long. Where it may lead is looked at when it is called."""
    try:
        parts = urlsplit(url)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None and port_is_sound
        and len(url) <= 500 and url.isascii() and not any(letter.isspace() for letter in url)
    )  # fmt: skip
