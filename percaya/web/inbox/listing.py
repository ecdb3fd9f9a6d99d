"""The list as a page needs it: what the address asks for, its rows, and the views beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from percaya.channels.registry import channels
from percaya.core.tickets import policy
from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries import listing, views
from percaya.core.tickets.queries.listing import Filters, Page, TicketRow
from percaya.core.workspace.models import Member
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.reference import Named, reference
from percaya.web.ui.times import language

ROWS = 25  # of a page: with an open ticket the whole stays under 1,800 nodes
FILTERS = ("state", "priority", "channel", "assignee", "team", "label")


@dataclass(frozen=True)
class Wanted:
    """What an address asks of the list. ``team`` is set when the view is a team's."""

    view: str
    sort: str
    team: int | None
    chosen: dict[str, list[str]]  # filters as they stand in the address
    after: tuple[Any, int] | None

    @classmethod
    def read(cls, query: QueryDict, usual: str = "reply") -> "Wanted":
        """Anything unknown falls back to what is usual: an address typed wrong still shows a list."""
        view = query.get("view", "")
        team = view.removeprefix("team-")
        team_id = int(team) if view.startswith("team-") and team.isdecimal() and len(team) < 18 else None
        view = view if view in views.VIEWS or team_id else usual
        sort = query.get("sort", "")
        order = views.VIEWS[view].order if view in views.VIEWS else "urgent"
        sort = sort if sort in listing.ORDERS else order
        chosen = {name: query.getlist(name)[:20] for name in FILTERS if query.get(name)}
        return cls(view, sort, team_id, chosen, _key(query.get("after", ""), sort))

    def query(self, **changes: Any) -> str:
        """The address of this list, with changes: "view=mine&sort=newest"."""
        values: dict[str, Any] = {"view": self.view, "sort": self.sort, **self.chosen, **changes}
        return urlencode({key: value for key, value in values.items() if value}, doseq=True)

    def filters(self) -> Filters:
        def many(name: str) -> list[int | None]:
            return [int(v) if v.isdecimal() and len(v) < 18 else None for v in self.chosen.get(name, ())]

        return Filters(
            states=[s for s in self.chosen.get("state", ()) if s in policy.TARGETS.values() or s == "new"],
            priorities=[p for p in self.chosen.get("priority", ()) if p in policy.PRIORITIES],
            channels=[c for c in self.chosen.get("channel", ()) if c in channels()],
            assignees=many("assignee"),
            teams=many("team"),
            labels=[label for label in many("label") if label is not None],
        )

    def rows(self, member: Member) -> TicketQuerySet[Ticket]:
        if self.team is not None:
            rows = views.team_rows(self.team, member)
        else:
            rows = views.rows_of(views.VIEWS[self.view], member)
        return listing.narrow(rows, self.filters())


def page(wanted: Wanted, member: Member, *, limit: int = ROWS) -> Page:
    return listing.page(wanted.rows(member), reader=member, order=wanted.sort, after=wanted.after, limit=limit)


def some(numbers: Sequence[int], member: Member) -> list[TicketRow]:
    """The rows of these tickets, as far as the member may see them."""
    rows = Ticket.objects.visible_to(member).filter(number__in=list(numbers)[:60])
    return listing.page(rows, reader=member, order="newest", limit=60).rows


def next_number(wanted: Wanted, member: Member, ticket: Ticket) -> int | None:
    """The ticket after this one in the list, else the list's first other one."""
    key = (getattr(ticket, listing.ORDERS[wanted.sort].column), ticket.pk)
    for after in (key, None):
        found = page(replace(wanted, after=after), member, limit=2).rows
        for row in found:
            if row.id != ticket.pk:
                return row.number
    return None


def counts(member: Member) -> dict[str, str]:
    """The counts beside the views, at most every two seconds for one member; "999+" from a thousand."""
    key = f"inbox:counts:{member.pk}"
    found: dict[str, str] | None = cache.get(key)
    if found is None:
        numbers = views.counts(member)
        numbers |= {f"team-{t.pk}": views.count(views.team_rows(t.pk, member)) for t in _teams(member)}
        found = {name: "999+" if number >= views.CAP else str(number or "") for name, number in numbers.items()}
        cache.set(key, found, 2)
    return found


def landing(member: Member) -> str:
    """Where a member who asked for no view begins: the first of these with something in it, so that the work is before them."""
    numbers = counts(member)
    return next((view for view in ("reply", "unassigned", "open") if numbers.get(view)), "reply")


def wanted_by(request: MemberRequest) -> Wanted:
    """What the address asks for; without a view, where the member lands."""
    usual = "reply" if request.GET.get("view") else landing(request.member)
    return Wanted.read(request.GET, usual)


def view_links(member: Member) -> list[tuple[str, str, str]]:
    """(key, icon, words) of the workspace's views, then of the member's teams."""
    own = [(v.key, v.icon, v.name_en if language() == "en" else v.name_id) for v in views.VIEWS.values()]
    numbers = counts(member)  # which know the member's teams
    return own + [(key, "team", team.name) for team in reference(member).teams if (key := f"team-{team.pk}") in numbers]


def _teams(member: Member) -> list[Named]:
    """Those the member is in; without teams in the workspace nobody is asked."""
    found = reference(member).teams
    return [team for team in found if team.pk in member.team_ids][:12] if found else []


def after_text(key: tuple[Any, int] | None) -> str:
    """A keyset key as it stands in an address."""
    if key is None:
        return ""
    value, row_id = key
    return f"{value.isoformat() if isinstance(value, datetime) else value}~{row_id}"


def _key(text: str, sort: str) -> tuple[Any, int] | None:
    value, _, row_id = text.rpartition("~")
    if not (value and row_id.isdecimal() and len(row_id) < 19):
        return None
    if listing.ORDERS[sort].column == "updated_at":
        try:
            moment = parse_datetime(value.replace(" ", "+"))
        except ValueError:
            return None
        return (moment, int(row_id)) if moment and moment.tzinfo else None
    return (int(value), int(row_id)) if value.isdecimal() and len(value) < 19 else None
