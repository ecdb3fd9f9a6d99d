"""The editor of a rule: what was typed, step by step, until it is a rule. Everything travels in the form itself, so that the
page needs no script."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from percaya.core.tickets.queries import conditions
from percaya.core.workspace.models import Member
from percaya.stages.automation.actions.rules import RuleWish
from percaya.stages.automation.deeds import KINDS, MOST, Deed
from percaya.stages.automation.models import Rule
from percaya.stages.automation.triggers import read as read_trigger
from percaya.web.inbox.reference import reference
from percaya.web.settings.condition_form import Asked


@dataclass
class Typed:
    """What stands in the editor."""

    name: str = ""
    when: str = "event"
    of: list[str] = field(default_factory=lambda: ["opened"])
    after: str = "waiting"
    count: str = "3"
    unit: str = "d"
    days: list[str] = field(default_factory=list)
    at: str = "08:00"
    hours: str = ""
    asked: Asked = field(default_factory=Asked)
    words: str = ""
    deeds: list[Deed] = field(default_factory=list)
    stops: bool = False
    mode: str = "practice"
    trouble: str = ""

    @classmethod
    def of_rule(cls, rule: Rule, member: Member) -> "Typed":
        trigger, data = read_trigger(rule.trigger), rule.trigger
        span = str(data.get("span", "3d"))
        group = conditions.stored(rule.conditions, reference(member).customs)
        return cls(
            name=rule.name, when=trigger.when, of=list(trigger.of) or ["opened"], after=(*trigger.of, "waiting")[0],
            count=span[:-1], unit=span[-1:], days=[str(day) for day in trigger.days], hours=trigger.hours,
            at=f"{trigger.at[0]:02}:{trigger.at[1]:02}", asked=Asked.of_group(group), words=", ".join(rule.words),
            deeds=[Deed(one["do"], one["value"]) for one in rule.actions], stops=rule.stops, mode=rule.mode,
        )  # fmt: skip

    @classmethod
    def posted(cls, data: QueryDict, member: Member) -> "Typed":
        """As it stood, with the change of the button that was pressed (``part``)."""
        typed = cls(
            name=data.get("name", ""), when=data.get("when", "event"), of=data.getlist("of"), after=data.get("after", ""),
            count=data.get("count", "").strip(), unit=data.get("unit", ""), days=data.getlist("days"), at=data.get("at", ""),
            hours=data.get("hours", ""), asked=Asked.posted(data, member), words=data.get("words", ""),
            deeds=_deeds(data), stops="stops" in data, mode=data.get("mode", "practice"),
        )  # fmt: skip
        typed._press(data.get("part", ""), data)
        typed.trouble = typed.asked.trouble
        return typed

    def wish(self) -> RuleWish:
        return RuleWish(
            name=self.name,
            trigger=self._trigger(),
            conditions=self.asked.group().data(),
            words=[word.strip() for word in self.words.split(",") if word.strip()],
            actions=[deed.as_json() for deed in self.deeds],
            stops=self.stops,
        )

    def digest(self) -> str:
        """The same for the same rule: what was tried is what is saved."""
        said = json.dumps({**self.wish().body(), "name": ""}, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def _trigger(self) -> dict[str, Any]:
        if self.when == "time":
            return {"when": "time", "days": [int(day) for day in self.days if day in "0123456"], "at": self.at}
        if self.when == "after":
            return {"when": "after", "of": [self.after], "span": f"{self.count}{self.unit}", "hours": self.hours}
        return {"when": "event", "of": self.of, "hours": self.hours}

    def _press(self, part: str, data: QueryDict) -> None:
        verb, _colon, which = part.partition(":")
        number = int(which) if which.isdecimal() and len(which) < 4 else -1
        match verb:
            case "step" if data.get("new_do") in KINDS and len(self.deeds) < MOST:
                self.deeds.append(Deed(str(data["new_do"])))
            case "unstep" if 0 <= number < len(self.deeds):
                del self.deeds[number]
            case "up" if 0 < number < len(self.deeds):
                self.deeds[number - 1], self.deeds[number] = self.deeds[number], self.deeds[number - 1]


def _deeds(data: QueryDict) -> list[Deed]:
    pairs = zip(data.getlist("do"), data.getlist("do_value"), strict=False)
    return [Deed(do, value.strip()[:2000]) for do, value in pairs if do in KINDS][:MOST]
