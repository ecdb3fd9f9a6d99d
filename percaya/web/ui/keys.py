"""Which key does what for the member who asks: the table's keys, over them the member's own, which every device knows.

Own keys stand in ``Member.settings["keys"]`` as {command: key}, "" for none; ``keys_off`` switches the single ones off.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext as _

from percaya.web.ui.commands import BY_ID, COMMANDS

# With Ctrl these are the browser's or the text field's; a page that takes them is a page that one cannot leave or print.
TAKEN = set("tnwrlpfsdhjouacvxzyqg0123456789+-=")
NAMED = {"enter": "Enter", "↵": "Enter"}
_own: ContextVar[Mapping[str, Any] | None] = ContextVar("percaya_own_keys", default=None)


@contextmanager
def own_keys(habits: Mapping[str, Any]) -> Iterator[None]:
    """While a member's page is made, keys are printed as that member has them. ``habits`` are ``Member.settings``."""
    token = _own.set(habits)
    try:
        yield
    finally:
        _own.reset(token)


def bound(own: Mapping[str, str]) -> dict[str, str]:
    """Command -> key, with one's own keys."""
    return {command.id: own.get(command.id, command.key) for command in COMMANDS}


def pressed(command: str) -> str:
    """The key of a command for the member who asks; "" when it has none, or single keys are off."""
    habits = _own.get() or {}
    found = BY_ID.get(command)
    key = str((habits.get("keys") or {}).get(command, found.key)) if found else ""
    return "" if habits.get("keys_off") and not key.startswith("mod+") else key


def key_of(command: str) -> str:
    """The key as printed on a keycap, or nothing."""
    return printed(pressed(command))


def printed(key: str) -> str:
    """ "mod+k" -> "Ctrl+K", "E" -> "Shift+E", "Enter" -> "↵"."""
    if key.startswith("mod+"):
        return "+".join(_cap(part) for part in ["Ctrl", *key[4:].split("+")])
    return f"Shift+{key}" if _is_upper(key) else key.replace("Enter", "↵")


def shortcuts(command: str) -> str:
    """The value of ``aria-keyshortcuts`` (WAI-ARIA 1.2): both modifiers; it has no word for sequences."""
    key = pressed(command)
    if " " in key or not key:
        return ""
    if key.startswith("mod+"):
        return f"Control+{key[4:]} Meta+{key[4:]}"
    return f"Shift+{key}" if _is_upper(key) else key


def read(text: str) -> str:
    """A key as a person writes it: "ctrl+b", "Shift+E", "E", "g i", "" for none. Raises ``ValueError`` with a sentence."""
    text = " ".join(text.replace("⌘", "ctrl+").split())
    parts = [part for part in re.split(r"(?<=.)\+(?=.)", text) if part]
    modifiers, last = {part.lower() for part in parts[:-1]}, parts[-1] if parts else ""
    last = NAMED.get(last.lower(), last)
    if not text:
        return ""
    if "alt" in modifiers or modifiers - {"ctrl", "cmd", "meta", "mod", "shift"}:
        raise ValueError(_("“%(key)s” cannot be used: keys with Alt belong to the browser and to letters.") % {"key": text})
    if modifiers & {"ctrl", "cmd", "meta", "mod"}:
        return _with_control(text, last, "shift" in modifiers)
    if "shift" in modifiers and len(last) == 1:
        return last.upper()
    if last in ("Enter", text) and (last == "Enter" or re.fullmatch(r"\S( \S)?", last)):
        return last
    raise ValueError(_("“%(key)s” is not a key. Write one letter, two with a space (g i), or Ctrl+letter.") % {"key": text})


def clashes(own: Mapping[str, str]) -> dict[str, str]:
    """Command -> the other command that its key would also start; both of a pair are named."""
    keys = [(command, key) for command, key in bound(own).items() if key]
    found: dict[str, str] = {}
    for at, (one, key) in enumerate(keys):
        for other, second in keys[at + 1 :]:
            if key == second or key.startswith(f"{second} ") or second.startswith(f"{key} "):
                found.setdefault(one, other)
                found.setdefault(other, one)
    return found


def chosen(own: Mapping[str, str]) -> dict[str, str]:
    """Only what differs from the table, and only of commands there are: what is worth keeping."""
    return {command: key for command, key in own.items() if command in BY_ID and key != BY_ID[command].key}


def _with_control(text: str, last: str, shift: bool) -> str:
    if last == "Enter":
        return "mod+Shift+Enter" if shift else "mod+Enter"
    if shift or len(last) != 1 or (last.lower() in TAKEN and f"mod+{last.lower()}" not in {c.key for c in COMMANDS}):
        raise ValueError(_("“%(key)s” cannot be used: the browser needs it for itself.") % {"key": text})
    return f"mod+{last.lower()}"


def _is_upper(key: str) -> bool:
    return len(key) == 1 and key.isupper()


def _cap(part: str) -> str:
    return "↵" if part == "Enter" else part.upper() if len(part) == 1 else part
