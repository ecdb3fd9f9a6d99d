"""Lists of addresses as real mail writes them. One pass over the characters: nothing here can recurse or run away."""

import re
from dataclasses import dataclass, field

from percaya.channels.common.texts import clean_line
from percaya.channels.contract import Address, HandleKind
from percaya.channels.email.words import decoded_words

MAX_ADDRESSES = 500
_PLAUSIBLE = re.compile(r"^[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+$|^\"[^\"]{1,64}\"@[^\s@<>]+$")
_BARE = re.compile(r"[^\s<>()\[\],;:\"@]+@[^\s<>()\[\],;:\"@]+")
_HIDDEN = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


@dataclass
class _Entry:
    """One entry being read: loose words, what stood in angle brackets, comments."""

    words: list[str] = field(default_factory=list)
    angle: str | None = None
    comments: list[str] = field(default_factory=list)


def parse_addresses(text: str, hint: str = "") -> tuple[Address, ...]:
    """Addresses in their order, without repeats, at most 500. Entries without a usable address are left out."""
    entries = _entries(text)
    if not any("@" in "".join(entry.words) or "@" in (entry.angle or "") for entry in entries) and "=?" in text:
        entries = _entries(decoded_words(text, hint, 20000))  # some mailers encode the address with the name
    found: dict[str, Address] = {}
    for entry in entries:
        address = _address(entry, hint)
        if address and address.value not in found:
            found[address.value] = address
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found.values())


def email_address(value: str) -> str:
    """The address in lower case without hidden characters, "" if it cannot be one.

    The local part is formally case-sensitive; no mail server of today treats it so, and people do not either.
    """
    value = _HIDDEN.sub("", value).strip("<>.,;:'").lower()
    return value if len(value) <= 320 and _PLAUSIBLE.match(value) else ""


def _entries(text: str) -> list[_Entry]:
    """Cuts the list at commas and semicolons outside quotes, comments and angle brackets; groups fall apart."""
    entries: list[_Entry] = []
    entry, word, position = _Entry(), "", 0
    while position < len(text):
        character = text[position]
        if character == '"':
            quoted, position = _until(text, position + 1, '"')
            word += f'"{quoted}"' if text[position : position + 1] == "@" else quoted
            continue
        if character == "(":
            comment, position = _comment(text, position)
            entry.comments.append(comment)
            continue
        if character == "<":
            entry.angle, position = _until(text, position + 1, ">")
            continue
        if character in ",;":
            entry.words.append(word)
            entries.append(entry)
            entry, word = _Entry(), ""
        elif character == ":" and "@" not in word and entry.angle is None and not word.strip().startswith("=?"):
            word = ""  # the name of a group
        else:
            word += character
        position += 1
    entry.words.append(word)
    return [*entries, entry]


def _until(text: str, start: int, end: str) -> tuple[str, int]:
    """Text up to the closing character (backslash escapes inside quotes) and the position behind it."""
    out: list[str] = []
    position = start
    while position < len(text):
        character = text[position]
        if character == "\\" and end == '"' and position + 1 < len(text):
            out.append(text[position + 1])
            position += 2
            continue
        if character == end:
            return "".join(out), position + 1
        out.append(character)
        position += 1
    return "".join(out), position


def _comment(text: str, start: int) -> tuple[str, int]:
    depth, position = 0, start
    while position < len(text):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        position += 1
        if depth == 0:
            return text[start + 1 : position - 1], position
    return "", len(text)  # never closed: the rest is comment


def _address(entry: _Entry, hint: str) -> Address | None:
    words = " ".join(entry.words)
    value = email_address(entry.angle) if entry.angle is not None else ""
    name = words
    if not value:
        bare = _bare(words if entry.angle is None else f"{words} {entry.angle}")
        if not bare:
            return None
        value, name = email_address(bare), words.replace(bare, " ")
    name = decoded_words(name, hint, 200) or decoded_words(" ".join(entry.comments), hint, 200)
    name = clean_line(name.strip(" '\""), 200)
    return Address(kind=HandleKind.EMAIL, value=value, name="" if name.lower() == value else name) if value else None


def _bare(text: str) -> str:
    """``Rina rina@x.example`` -> the address in it; ``rina @ x.example`` -> joined."""
    match = _BARE.search(text)
    if match:
        return match[0]
    return text if text.count("@") == 1 and email_address(text) else ""
