"""The numbers of the board as tiles: a value, what it says, how pressing it is, and what exactly was counted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.workspace.models import Workspace
from percaya.core.workspace.queries import accounts
from percaya.stages.analytics.models import Alert
from percaya.stages.analytics.queries import metrics
from percaya.stages.analytics.queries.alarming import standing
from percaya.stages.analytics.queries.live import Board, Cell, board
from percaya.stages.analytics.words import advice, said
from percaya.web.board.people import Person, people
from percaya.web.inbox.reference import Named, Reference
from percaya.web.reports.asked import last_days
from percaya.web.ui.times import language, since

PRESSING = {"overdue": "overdue", "untaken": "untaken"}  # alert -> the tile with its rows


@dataclass(frozen=True)
class Tile:
    """``level``: "" well, "watch", "act". ``rows`` is the tile's word in the address of its rows, "" for none."""

    key: str
    title: str
    value: str
    note: str
    about: str  # the definition
    level: str = ""
    rows: str = ""


@dataclass(frozen=True)
class Warned:
    alert: Alert
    text: str
    advice: str
    rows: str


@dataclass(frozen=True)
class Shown:
    """All that a board shows, for the page and for the wall."""

    at: datetime
    board: Board
    tiles: list[Tile]
    people: list[Person]
    alerts: list[Warned]
    channels: list[Any]
    heat: list[tuple[Named, list[Cell | None]]]
    hours: list[int]
    bars: list[tuple[int, int, int]] = field(default_factory=list)  # hour, in, solved

    @property
    def tallest(self) -> int:
        return max((max(came, solved) for _hour, came, solved in self.bars), default=0) or 1


def show(workspace: Workspace, team_id: int | None = None) -> Shown:
    now = timezone.now()
    found = board(workspace.pk, now=now, zone=workspace.time_zone, team_id=team_id)
    known = Reference(workspace.pk)
    crew = people(workspace.pk, known, found.lines, team_id)
    hours = sorted({hour for _team, hour in found.heat})
    hours = list(range(hours[0], hours[-1] + 1)) if hours else []
    rows = [
        (team, [found.heat.get((team.pk or None, hour)) for hour in hours]) for team in (*known.teams, Named(0, _("No team")))
    ]
    return Shown(
        at=now,
        board=found,
        tiles=_tiles(found, crew, workspace, team_id, now),
        people=crew,
        alerts=[Warned(one, said(one), advice(one), PRESSING.get(one.kind, "")) for one in standing(workspace.pk)],
        channels=list(accounts(workspace.pk).filter(is_active=True)),
        heat=[(team, cells) for team, cells in rows if any(cells)],
        hours=hours,
        bars=_bars(found, now),
    )


def _tiles(found: Board, crew: Sequence[Person], workspace: Workspace, team_id: int | None, now: datetime) -> list[Tile]:
    return [
        _waiting(found),
        _untaken(found, now),
        _overdue(found),
        _soon(found, crew),
        _promised(found),
        _flow(found),
        _rated(workspace, team_id, now),
        _quiet(found),
    ]


def _waiting(found: Board) -> Tile:
    n, longest = found.total("waiting"), found.longest
    note = _("longest %(time)s") % {"time": since(longest)} if longest else _("nobody waits")
    level = "act" if found.total("overdue") else "watch" if found.total("soon") else ""
    about = _("Open tickets whose customer wrote and has had no answer of a person since. Time on the clock, not working time.")
    return Tile("waiting", _("Waiting for a reply"), str(n), note, about, level if n else "", "waiting")


def _untaken(found: Board, now: datetime) -> Tile:
    n, oldest = found.total("open", untaken=True), found.oldest_untaken
    age = now - oldest if oldest else timedelta(0)
    level = "act" if age > timedelta(hours=4) else "watch" if age > timedelta(hours=1) else ""
    note = _("oldest %(time)s") % {"time": since(oldest)} if oldest else _("all taken")
    about = _("Open tickets that nobody is responsible for. To be watched after one hour, to act on after four.")
    return Tile("untaken", _("Unclaimed"), str(n), note, about, level, "untaken")


def _overdue(found: Board) -> Tile:
    n, every = found.total("overdue"), found.total("open")
    level = "act" if n >= max(2, every / 100) else "watch" if n else ""
    note = _("of %(n)s open") % {"n": every}
    about = _(
        "Open tickets whose nearest due time has passed; one that stands still is not counted. To act on from 1% of the open."
    )
    return Tile("overdue", _("Overdue now"), str(n), note, about, level, "overdue")


def _soon(found: Board, crew: Sequence[Person]) -> Tile:
    n, there = found.total("soon"), sum(one.is_there for one in crew)
    each = n / there if there else float(n)
    level = "act" if each > 8 else "watch" if each > 4 else ""
    note = (
        _("%(n)s for each of %(people)s available") % {"n": _number(each), "people": there} if there else _("nobody is available")
    )
    about = _("Open tickets whose nearest due time lies in the next 60 minutes, shared among those who are available.")
    return Tile("soon", _("Due in 60 minutes"), str(n), note, about, level, "soon")


def _promised(found: Board) -> Tile:
    one = found.promises
    level = "act" if one.late >= 3 else "watch" if one.late else ""
    note = _("%(kept)s kept, %(late)s late") % {"kept": one.kept, "late": one.late}
    about = _("Promises due today that are still open; kept: due today and done. What is late stays here until it is settled.")
    return Tile("promises", _("Promises today"), str(one.open), note, about, level, "promises")


def _flow(found: Board) -> Tile:
    flowing = found.flowing
    ratio = flowing.created / flowing.resolved if flowing.resolved else float(flowing.created)
    level = ("act" if ratio > 1.5 else "watch" if ratio > 1.2 else "") if flowing.created >= 10 else ""
    note = _("solved %(n)s") % {"n": flowing.resolved}
    if flowing.usual_created is not None:
        note += " · " + _("usual by now %(created)s and %(solved)s") % {
            "created": flowing.usual_created, "solved": flowing.usual_resolved,
        }  # fmt: skip
    about = _(
        "Tickets opened today, and tickets whose last solution was today; no spam, none merged. Usual: the median of the same"
        " weekday in the last four weeks, up to this hour."
    )
    return Tile("flow", _("In today"), str(flowing.created), note, about, level, "created")


def _rated(workspace: Workspace, team_id: int | None, now: datetime) -> Tile:
    share = metrics.satisfaction(last_days(workspace, now, team_id))
    percent = round(100 * share.part / share.n) if share.n else None
    level = ("act" if percent < 75 else "watch" if percent < 85 else "") if percent is not None and share.n >= 30 else ""
    answered = round(100 * share.n / share.beside) if share.beside else 0
    note = _("n=%(n)s, %(share)s%% answered") % {"n": share.n, "share": answered}
    about = _("Ratings of 4 and 5, of all ratings given today and in the six days before. No judgement below 30 ratings.")
    return Tile("csat", _("CSAT 7 days"), f"{percent} %" if percent is not None else "–", note, about, level, "rated")


def _quiet(found: Board) -> Tile:
    about = _("Customers in a bad mood to whom we wrote last, and who have not said since that it is well.")
    return Tile("quiet", _("Gone quiet"), str(found.quiet), _("unhappy, and no word since"), about, "", "quiet")


def _bars(found: Board, now: datetime) -> list[tuple[int, int, int]]:
    last = timezone.localtime(now).hour
    first = min([*found.flowing.by_hour, max(0, last - 7)])
    return [(hour, *found.flowing.by_hour.get(hour, (0, 0))) for hour in range(first, max([last, *found.flowing.by_hour]) + 1)]


def _number(value: float) -> str:
    """2.5, or 2,5 in Indonesian."""
    text = f"{value:.1f}"
    return text if language() == "en" else text.replace(".", ",")
