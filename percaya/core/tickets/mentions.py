"""Who is meant by the "@" in a note. Pure: names come in, keys come out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Who = tuple[Literal["member", "team"], int]
_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True)
class Names:
    """Members and teams of a workspace by key."""

    members: Mapping[int, str]
    teams: Mapping[int, str]

    def all(self) -> Iterable[tuple[Who, str]]:
        yield from ((("member", pk), name) for pk, name in self.members.items())
        yield from ((("team", pk), name) for pk, name in self.teams.items())


def meant(text: str, names: Names, chosen: Iterable[Who] = ()) -> list[Who]:
    """Those whose name stands behind an "@", each once, in the order of the text.

    The longest name that fits wins ("@Dewi Lestari" is not "@Dewi"); without a whole name, a first name that only one
    member has. Where several have it, ``chosen`` (what was picked from the list while typing) decides; a choice whose
    name no longer stands in the text counts no more.
    """
    picked = set(chosen)
    found: dict[Who, None] = {}
    for at in _AT.finditer(text):
        rest = text[at.end() :].casefold()
        candidates = _whole(rest, names) or _first(rest, names)
        if len(candidates) > 1:
            candidates = [who for who in candidates if who in picked]
        found |= dict.fromkeys(candidates)
    return list(found)


def _whole(rest: str, names: Names) -> list[Who]:
    fitting = [(len(name), who) for who, name in names.all() if name and _starts(rest, name.casefold())]
    longest = max((length for length, _who in fitting), default=0)
    return [who for length, who in fitting if length == longest]


def _first(rest: str, names: Names) -> list[Who]:
    word = _WORD.match(rest)
    wanted = word[0] if word else ""
    return [("member", pk) for pk, name in names.members.items() if name.casefold().split()[:1] == [wanted]]


def _starts(rest: str, name: str) -> bool:
    return rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum()
