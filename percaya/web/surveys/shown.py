"""The figures of the results, whole and by brand, channel, team and person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from percaya.channels.registry import channels
from percaya.core.ratings import queries
from percaya.core.ratings.figures import SHOWN_FROM, Figure, Tally, figure
from percaya.core.workspace.brands import brands
from percaya.web.inbox.reference import Reference
from percaya.web.surveys.asked import Results
from percaya.web.ui.times import language


@dataclass(frozen=True)
class Line:
    """One row of a table. ``key`` narrows the page to it; ``is_hidden``: too few answers to say anything of one person."""

    name: str
    key: Any
    tally: Tally
    figure: Figure | None
    is_hidden: bool = False


@dataclass(frozen=True)
class Table:
    title: str
    column: str
    parameter: str
    lines: list[Line]


def whole(asked: Results) -> Tally:
    return queries.tally(asked.given, asked.sent, asked.kind)


def tables(asked: Results) -> list[Table]:
    """In the order of names: nobody is ranked. Two statements a table."""
    known, workspace = Reference(asked.want.asked.workspace_id), asked.want.asked.workspace_id
    own = brands(workspace)
    default = next((one.pk for one in own if one.is_default), None)
    named = {key: c.name_en if language() == "en" else c.name_id for key, c in channels().items()}
    found = [
        Table(_("Channels"), _("Channel"), "channel", _lines(asked, "ticket__channel", named, "–")),
        Table(_("Teams"), _("Team"), "team", _lines(asked, "ticket__team", {t.pk: t.name for t in known.teams}, _("No team"))),
        Table(_("People"), _("Who"), "agent", _lines(asked, "member", known.names, _("nobody"), hides=True)),
    ]
    if own:
        lines = _lines(asked, "ticket__account__brand", {one.pk: one.name for one in own}, _("No brand"), default=default)
        found.insert(0, Table(_("Brands"), _("Brand"), "brand", lines))
    return found


def _lines(
    asked: Results, by: str, names: Mapping[Any, str], nobody: str, *, hides: bool = False, default: int | None = None
) -> list[Line]:
    told: dict[Any, Tally] = {}
    for key, tally in queries.tallies(asked.given, asked.sent, asked.kind, by).items():
        place = default if key is None else key
        told[place] = told.get(place, Tally()) + tally
    found = []
    for key, tally in told.items():
        hidden = hides and 0 < tally.n < SHOWN_FROM
        found.append(
            Line(names.get(key, "–") if key else nobody, key, tally, None if hidden else figure(asked.kind, tally), hidden)
        )
    return sorted(found, key=lambda one: (not one.key, one.name.lower()))
