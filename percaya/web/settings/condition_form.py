"""Conditions put together on a page, with groups one level deep: the same editor for rules, service levels and routing. All that
stands in it travels in the form (``condition``, one field each, as JSON), so that it needs no script."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from percaya.core.tickets.queries import conditions
from percaya.core.tickets.queries.conditions import BadCondition, Condition, Customs, Group
from percaya.core.workspace.models import Member
from percaya.web.inbox import filtering
from percaya.web.inbox.reference import reference

OF_READERS = ("unread", "mentioned", "draft", "following")  # what depends on who looks cannot decide about a ticket
OUTER = -1


@dataclass
class Asked:
    """What stands in the editor. ``asking``: the field whose condition is being put together, "" for none; ``into``: the place
    of the group it goes into, ``OUTER`` for none. Groups without conditions are there until they are left out or saved."""

    match: str = "all"
    of: list[Condition | Group] = field(default_factory=list)
    asking: str = ""
    into: int = OUTER
    trouble: str = ""

    @classmethod
    def of_group(cls, group: Group) -> "Asked":
        return cls(group.match, list(group.of))

    @classmethod
    def posted(cls, data: QueryDict, member: Member) -> "Asked":
        """As it stood, with the change of the button that was pressed (``part``)."""
        found = cls(_match(data.get("match", "all")), _read(data, reference(member).customs))
        found._press(data.get("part", ""), data, member)
        return found

    def group(self) -> Group:
        """What it asks; empty groups ask nothing and are left out."""
        return Group(self.match, tuple(one for one in self.of if isinstance(one, Condition) or one.of))

    def shown(self, member: Member, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
        """What ``settings/parts/conditions.html`` draws. ``without``: fields that cannot be asked here."""
        first, rest = filtering.fields(member)
        return {
            "match": self.match,
            "of": [_shown(one, member) for one in self.of],
            "fields": [(key, text) for key, text in [*first, *rest] if key not in (*OF_READERS, *without)],
            "form": filtering.form(self.asking, member) if self.asking else None,
            "into": self.into,
        }

    def _press(self, part: str, data: QueryDict, member: Member) -> None:
        verb, _colon, which = part.partition(":")
        place, _dot, inner = which.partition(".")
        at, within = _number(place), _number(inner)
        match verb:
            case "choose":
                self.into = at if self._is_group(at) else OUTER
                self.asking = data.get("new_field" if self.into == OUTER else f"new_field_{at}", "")
            case "ask":
                self._ask(_number(data.get("into", "")), data, member)
            case "group" if len(self.of) < conditions.MOST:
                self.of.append(Group("any" if self.match == "all" else "all"))
            case "unask" if within != OUTER and self._is_group(at):
                group = self.of[at]
                kept = tuple(one for n, one in enumerate(group.of) if n != within) if isinstance(group, Group) else ()
                self.of[at] = Group(group.match if isinstance(group, Group) else "all", kept)
            case "unask" if 0 <= at < len(self.of):
                del self.of[at]

    def _ask(self, into: int, data: QueryDict, member: Member) -> None:
        try:
            one = filtering.posted(data, member)
        except BadCondition as wrong:
            self.asking, self.into, self.trouble = data.get("field", ""), into, " ".join(wrong.messages)
            return
        group = self.of[into] if self._is_group(into) else None
        if isinstance(group, Group):
            self.of[into] = Group(group.match, (*group.of, one))
        else:
            self.of.append(one)

    def _is_group(self, place: int) -> bool:
        return 0 <= place < len(self.of) and isinstance(self.of[place], Group)


def _read(data: QueryDict, customs: Customs) -> list[Condition | Group]:
    """What was meddled with is left out. How a group joins is what its own buttons say (``match_0``)."""
    found: list[Condition | Group] = []
    for number, text in enumerate(data.getlist("condition")[: conditions.MOST]):
        try:
            (one,) = conditions.read({"of": [json.loads(text)]}, customs).of
        except (ValidationError, ValueError, RecursionError):
            continue
        found.append(Group(_match(data.get(f"match_{number}", one.match)), one.of) if isinstance(one, Group) else one)
    return found


def _shown(one: Condition | Group, member: Member) -> dict[str, Any]:
    whole = {"data": json.dumps(one.data())}
    if isinstance(one, Condition):
        return {**whole, "words": _words(one, member)}
    return {**whole, "match": one.match, "of": [_words(inner, member) for inner in one.of if isinstance(inner, Condition)]}


def _words(one: Condition, member: Member) -> str:
    return filtering.sentence(Group("all", (one,)), member)


def _match(text: str) -> str:
    return text if text in ("all", "any") else "all"


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else OUTER
