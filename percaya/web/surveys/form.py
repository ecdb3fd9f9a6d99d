"""The editor of a survey: what was typed. All of it travels in the form: the page needs no script."""

from dataclasses import dataclass, field

from django.http import QueryDict

from percaya.core import public_ids
from percaya.core.ratings.policy import KINDS
from percaya.core.tickets.queries.conditions import stored
from percaya.core.workspace.models import Member
from percaya.stages.surveys.models import Survey
from percaya.stages.surveys.policy import LOW_ACTIONS, MOMENTS, Wish
from percaya.web.inbox.reference import reference
from percaya.web.settings.condition_form import Asked

_UNITS = {"m": 1, "h": 60, "d": 1440}
_NO_NUMBER = -1  # refused by the stage, with a sentence


@dataclass
class Typed:
    name: str = ""
    kind: str = "csat"
    question_id: str = ""
    question_en: str = ""
    brand: str = ""  # public id
    channels: tuple[str, ...] = ()
    moment: str = "solved"
    delay: str = "1"
    unit: str = "h"
    every_days: str = "90"
    share: str = "100"
    low_action: str = ""
    reminder_days: str = "0"
    asked: Asked = field(default_factory=Asked)
    trouble: str = ""

    @classmethod
    def of_survey(cls, survey: Survey, member: Member) -> "Typed":
        unit = next(unit for unit in ("d", "h", "m") if survey.delay_minutes % _UNITS[unit] == 0)
        return cls(
            survey.name, survey.kind, survey.question_id, survey.question_en,
            public_ids.encode("brand", survey.brand) if survey.brand else "", tuple(survey.channels), survey.moment,
            str(survey.delay_minutes // _UNITS[unit]), unit, str(survey.every_days), str(survey.share), survey.low_action,
            str(survey.reminder_days), Asked.of_group(stored(survey.conditions, reference(member).customs)),
        )  # fmt: skip

    @classmethod
    def posted(cls, data: QueryDict, member: Member) -> "Typed":
        """As it stood, with the change of the button that was pressed (``part``)."""
        plain = ("name", "question_id", "question_en", "brand", "delay", "every_days", "share", "reminder_days")
        typed = cls(asked=Asked.posted(data, member))
        for name in plain:
            setattr(typed, name, data.get(name, "").strip())
        typed.kind = _among(data.get("kind", ""), KINDS)
        typed.moment = _among(data.get("moment", ""), MOMENTS)
        typed.unit = _among(data.get("unit", ""), ("h", "m", "d"))
        typed.low_action = _among(data.get("low_action", ""), LOW_ACTIONS)
        typed.channels = tuple(data.getlist("channels"))
        typed.trouble = typed.asked.trouble
        return typed

    def wish(self) -> Wish:
        delay = _number(self.delay)
        return Wish(
            name=self.name, kind=self.kind, question_id=self.question_id, question_en=self.question_en,
            brand=public_ids.decode("brand", self.brand) or 0 if self.brand else None,
            channels=self.channels, moment=self.moment, delay_minutes=delay * _UNITS[self.unit],
            every_days=_number(self.every_days),
            conditions=self.asked.group().data(), share=_number(self.share), low_action=self.low_action,
            reminder_days=_number(self.reminder_days),
        )  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else _NO_NUMBER


def _among(text: str, known: tuple[str, ...]) -> str:
    return text if text in known else known[0]
