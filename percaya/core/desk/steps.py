"""What a macro does besides its words: steps, ``{"do": "label", "value": "refund"}``. Their grammar. Pure.

state: a state's key · assign: "me", "nobody" or a member's id · team: a team's id, "" for none · priority: its key ·
label, unlabel: the word · snooze: "1h", "3h", "tomorrow", "monday", "reply" · field: "key=value" · follow: nothing ·
note: the text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("state", "assign", "team", "priority", "label", "unlabel", "snooze", "field", "follow", "note")
STATES = ("open", "waiting_customer", "waiting_other", "resolved", "closed")
SNOOZES = ("1h", "3h", "tomorrow", "monday", "reply")
PRIORITIES = ("low", "normal", "high", "urgent")
MOST = 20
_AMONG: Mapping[str, tuple[str, ...]] = {"state": STATES, "snooze": SNOOZES, "priority": PRIORITIES}
_NEEDS_WORDS = frozenset({"label", "unlabel", "note", "assign"})


@dataclass(frozen=True)
class Step:
    do: str
    value: str = ""

    def as_json(self) -> dict[str, str]:
        return {"do": self.do, "value": self.value}

    def __str__(self) -> str:
        return f"{self.do}:{self.value}"


def read(given: Iterable[Mapping[str, Any]]) -> list[Step]:
    """Steps as they are stored. What makes no sense is left out: an old macro must not fail for one bad step."""
    found = [Step(str(one.get("do", "")), str(one.get("value", ""))) for one in given]
    return [step for step in found if is_sound(step)][:MOST]


def parse(words: Iterable[str]) -> list[Step]:
    """Steps as a form carries them, "label:refund". Raises ``ValueError`` naming the one that makes no sense."""
    found = [_step(word) for word in words]
    for step in found:
        if not is_sound(step):
            raise ValueError(str(step))
    return found[:MOST]


def sound(words: Iterable[str]) -> list[Step]:
    """The same for a draft, which is kept whatever it holds: what makes no sense is left out."""
    return [step for step in map(_step, words) if is_sound(step)][:MOST]


def _step(word: str) -> Step:
    do, _colon, value = word.partition(":")
    return Step(do, value.strip()[:2000])


def is_sound(step: Step) -> bool:
    if step.do not in KINDS:
        return False
    if step.do in _AMONG:
        return step.value in _AMONG[step.do]
    if step.do == "field":
        return step.value.partition("=")[0].strip() != "" and "=" in step.value
    return bool(step.value.strip()) or step.do not in _NEEDS_WORDS
