"""What the address of the results asks for: a period and what narrows it, as in reports, and which kind of answer."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from percaya.core.ratings import queries
from percaya.core.ratings.models import Rating
from percaya.core.ratings.policy import KINDS
from percaya.core.workspace.brands import brands
from percaya.core.workspace.models import Workspace
from percaya.stages.surveys.queries import names_of, of_brand
from percaya.web.reports.asked import Wanted, wanted


@dataclass(frozen=True)
class Results:
    want: Wanted
    kind: str
    brand: int | None
    survey: int | None

    def query(self, **changes: Any) -> dict[str, Any]:
        return {**self.want.query(), "kind": self.kind, "brand": self.brand, "survey": self.survey, **changes}

    @property
    def given(self) -> QuerySet[Rating]:
        asked = self.want.asked
        return queries.given(asked.workspace_id, asked.start, asked.end, self.kind).filter(self._narrow())

    @property
    def sent(self) -> QuerySet[Rating]:
        asked = self.want.asked
        return queries.asked(asked.workspace_id, asked.start, asked.end, self.kind).filter(self._narrow())

    def _narrow(self) -> Q:
        asked, found = self.want.asked, Q()
        named = (("ticket__team", asked.team), ("ticket__channel", asked.channel), ("ticket__priority", asked.priority))
        for column, value in (*named, ("member", asked.agent), ("survey", self.survey)):
            if value:
                found &= Q(**{column: value})
        return found & of_brand(asked.workspace_id, self.brand, "ticket__account") if self.brand else found


def results(given: QueryDict, workspace: Workspace) -> Results:
    """Anything unknown falls back to the usual: satisfaction of the last 30 days."""
    kind = given.get("kind", "")
    return Results(
        wanted(given, workspace),
        kind if kind in KINDS else "csat",
        _known(given.get("brand", ""), {one.pk for one in brands(workspace.pk)}),
        _known(given.get("survey", ""), set(names_of(workspace.pk))),
    )


def _known(text: str, keys: set[int]) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
    return number if number in keys else None
