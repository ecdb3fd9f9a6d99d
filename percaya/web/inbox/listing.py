"""The list as a page needs it: what the address asks for, its rows, and the views beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from percaya.core.tickets.access import TicketQuerySet
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries import by_field, condition_rows, listing, views
from percaya.core.tickets.queries.by_field import FieldOrder, names_field
from percaya.core.tickets.queries.columns import sorts_of
from percaya.core.tickets.queries.condition_fields import Custom
from percaya.core.tickets.queries.condition_rows import Asking
from percaya.core.tickets.queries.conditions import Group
from percaya.core.tickets.queries.listing import Page, TicketRow
from percaya.core.workspace.fields import called
from percaya.core.workspace.models import Member
from percaya.web.inbox import asked, counting, saved
from percaya.web.inbox.asked import Given
from percaya.web.inbox.doors import MemberRequest
from percaya.web.inbox.reference import Named, reference
from percaya.web.inbox.saved import Saved
from percaya.web.ui.times import language

ROWS = 20  # of a page: with an open ticket the whole stays under 1,800 nodes


@dataclass(frozen=True)
class Wanted:
    """What an address asks of the list: a view ("mine", "team-4", "v-viw_…"), its order, and conditions beside the view's."""

    view: str
    sort: str
    given: Given
    after: tuple[Any, int] | None = None
    queue: bool = False  # one ticket after another, as the queue gives them (queue.py)

    @classmethod
    def read(cls, query: QueryDict, usual: str = "reply", member: Member | None = None) -> "Wanted":
        """Anything unknown falls back to what is usual: an address typed wrong still shows a list. For a ``member`` an address
        that names neither order nor conditions has those that the member chose last on this view."""
        view = query.get("view", "")
        view = view if view in views.VIEWS or _team_id(view) or view.startswith("v-") else usual
        sort, given = query.get("sort", ""), asked.given(query)
        if member is not None and not sort and not given:
            sort, given = _habit(member, view)
        sort = sort if sort in orders_of(view) or names_field(sort) else usual_order(view, member)
        return cls(view, sort, given, _key(query.get("after", ""), sort), query.get("queue") == "1")

    @property
    def team(self) -> int | None:
        return _team_id(self.view)

    def query(self, **changes: Any) -> str:
        """The address of this list, with changes: "view=mine&sort=newest"."""
        values = {"view": self.view, "sort": self.sort, "queue": "1" if self.queue else "", **changes}
        return urlencode([*((key, value) for key, value in values.items() if value), *self.given])

    def group(self, member: Member) -> Group:
        """The conditions that stand beside the view's own."""
        return asked.group(self.given, customs_for(member, str(self.given)))

    def saved(self, member: Member) -> Saved | None:
        return saved_view(self.view, member)

    def rows(self, member: Member) -> TicketQuerySet[Ticket]:
        """The tickets; none for a saved view that is not there (any more) for this member."""
        reference(member)  # knows the member's teams
        found: TicketQuerySet[Ticket]
        if self.team is not None:
            found = views.team_rows(self.team, member)
        elif self.view in views.VIEWS:
            found = views.rows_of(views.VIEWS[self.view], member)
        elif view := self.saved(member):
            found = saved.rows_of(view, member, asking(member, str(view.conditions)))
        else:
            return Ticket.objects.none()
        if not self.given:
            return found
        return found.filter(condition_rows.matching(self.group(member), asking(member, str(self.given))))


class Link(NamedTuple):
    """A view beside the list."""

    key: str
    icon: str
    words: str


def page(wanted: Wanted, member: Member, *, limit: int = ROWS) -> Page:
    short = _is_short(wanted)
    if (own := field_order(wanted.sort, member)) is not None:
        after = by_field.key_in(wanted.after[0], own) if wanted.after else None
        return by_field.page_by_field(wanted.rows(member), reader=member, order=own, after=after, limit=limit, is_short=short)
    if names_field(wanted.sort):  # of a field that is gone
        wanted = replace(wanted, sort=usual_order(wanted.view, member), after=None)
    return listing.page(wanted.rows(member), reader=member, order=wanted.sort, after=wanted.after, limit=limit, is_short=short)


def _is_short(wanted: Wanted) -> bool:
    view = views.VIEWS.get(wanted.view)
    return view is not None and not view.is_long


def all_ids(wanted: Wanted, member: Member, *, limit: int) -> list[int]:
    """The first tickets of the whole list, in the order in which the pages show them."""
    rows, sort = wanted.rows(member), wanted.sort
    if (own := field_order(sort, member)) is not None:
        return [pk for _value, pk in by_field.keys_in_order(rows, order=own, limit=limit, is_short=True)]
    by = listing.ORDERS.get(sort) or listing.ORDERS[usual_order(wanted.view, member)]
    return list(rows.order_by(*dict.fromkeys(by.by)).values_list("pk", flat=True)[:limit])


def some(numbers: Sequence[int], member: Member) -> list[TicketRow]:
    """The rows of these tickets, as far as the member may see them."""
    rows = Ticket.objects.visible_to(member).filter(number__in=list(numbers)[:60])
    return listing.page(rows, reader=member, order="newest", limit=60).rows


def next_number(wanted: Wanted, member: Member, ticket: Ticket) -> int | None:
    """The ticket after this one in the list, else the list's first other one."""
    for after in (_place_of(ticket, wanted, member), None):
        for pk, number in _numbers(replace(wanted, after=after), member):
            if pk != ticket.pk:
                return number
    return None


def _numbers(wanted: Wanted, member: Member) -> list[tuple[int, int]]:
    """(id, number) of the first two."""
    if names_field(wanted.sort):
        return [(row.id, row.number) for row in page(wanted, member, limit=2).rows]
    short = _is_short(wanted)
    return listing.numbers(wanted.rows(member), order=wanted.sort, after=wanted.after, limit=2, is_short=short)


def _place_of(ticket: Ticket, wanted: Wanted, member: Member) -> tuple[Any, int] | None:
    if (own := field_order(wanted.sort, member)) is not None:
        return (by_field.key_text(by_field.key_of(ticket.pk, own)), ticket.pk)
    if names_field(wanted.sort):
        return None
    return (getattr(ticket, listing.ORDERS[wanted.sort].column), ticket.pk)


def field_order(sort: str, member: Member) -> FieldOrder | None:
    """The order by a custom field that an address asks for; the fields are read only then."""
    return by_field.order_of(sort, reference(member).fields) if names_field(sort) else None


def asking(member: Member, about: str) -> Asking:
    """Who asks what ``about`` (the conditions as text) asks for."""
    known = reference(member)
    customs = customs_for(member, about)
    return Asking(timezone.now(), member.workspace.time_zone, customs, member.pk, known.teams_of(member.pk))


def customs_for(member: Member, about: str) -> dict[str, Custom]:
    """The custom fields, read only when ``about`` names one."""
    return reference(member).customs if "field:" in about else {}


def saved_view(key: str, member: Member) -> Saved | None:
    if not key.startswith("v-"):
        return None
    return next((view for view in views_for(member) if view.key == key), None)


def views_for(member: Member) -> list[Saved]:
    """The saved views that are the member's, their teams' or everybody's."""
    known = reference(member)
    inside = known.teams_of(member.pk)
    return known.once("views", lambda: [view for view in known.views if view.is_for(member, inside)])


def orders_of(view: str) -> tuple[str, ...]:
    return views.VIEWS[view].orders if view in views.VIEWS else views.ALL_ORDERS


def usual_order(view: str, member: Member | None) -> str:
    if view in views.VIEWS:
        return views.VIEWS[view].order
    found = saved_view(view, member) if member else None
    if found and member and (found.order in listing.ORDERS or field_order(found.order, member) is not None):
        return found.order
    return "urgent"


def own_orders(member: Member) -> list[tuple[str, str]]:
    """The orders by custom fields, with their words."""
    return [(sort, own_sort(sort, member)) for one in reference(member).fields for sort in sorts_of(one)]


def own_sort(sort: str, member: Member) -> str:
    """The order by a custom field in words; "" for the other orders."""
    known = [one for one in reference(member).fields if sort in sorts_of(one)] if names_field(sort) else []
    words = _("%(field)s, downwards") if sort.startswith("-") else _("%(field)s, upwards")
    return words % {"field": called(known[0], language())} if known else ""


def counts(member: Member) -> dict[str, str]:
    """The counts beside the views."""
    return reference(member).once("counts", lambda: _counted(member))


def _counted(member: Member) -> dict[str, str]:
    teams = {f"team-{team.pk}": partial(views.team_rows, team.pk, member) for team in _teams(member)}
    kept: dict[str, counting.Ask] = {}
    for view in saved.pinned(views_for(member), member):
        kept[view.key] = lambda view=view: saved.rows_of(view, member, asking(member, str(view.conditions)))  # type: ignore[misc]
    return counting.counts(member, teams, kept)


def landing(member: Member) -> str:
    """Where a member who asked for no view begins: the first of these with something in it, so that the work is before them."""
    numbers = counts(member)
    return next((view for view in ("reply", "unassigned", "open") if numbers.get(view)), "reply")


def wanted_by(request: MemberRequest) -> Wanted:
    """What the address asks for; without a view, where the member lands."""
    usual = "reply" if request.GET.get("view") else landing(request.member)
    return Wanted.read(request.GET, usual, request.member)


def view_links(member: Member) -> list[Link]:
    """The workspace's views, then the member's saved ones, then their teams."""
    own = [Link(v.key, v.icon, v.name_en if language() == "en" else v.name_id) for v in views.VIEWS.values()]
    kept = [Link(view.key, view.icon, view.name) for view in saved.pinned(views_for(member), member)]
    return own + kept + [Link(f"team-{team.pk}", "team", team.name) for team in _teams(member)]


def view_name(wanted: Wanted, member: Member, links: Sequence[Link]) -> str:
    """Of the view that is open; "" when it is not there for this member."""
    if found := next((link.words for link in links if link.key == wanted.view), ""):
        return found
    if view := wanted.saved(member):
        return view.name
    return next((team.name for team in reference(member).teams if team.pk == wanted.team), "")


def after_text(key: tuple[Any, int] | None, sort: FieldOrder | None = None) -> str:
    """A keyset key as it stands in an address."""
    if key is None:
        return ""
    value, row_id = key
    if sort is not None:
        return by_field.key_text(key)
    return f"{value.isoformat() if isinstance(value, datetime) else value}~{row_id}"


def _teams(member: Member) -> list[Named]:
    """Those the member is in."""
    known = reference(member)
    inside = known.teams_of(member.pk)
    return [team for team in known.teams if team.pk in inside][:12] if inside else []


def _team_id(view: str) -> int | None:
    text = view.removeprefix("team-")
    return int(text) if view.startswith("team-") and text.isdecimal() and len(text) < 18 else None


def _habit(member: Member, view: str) -> tuple[str, Given]:
    """The order and the conditions that the member chose last on this view."""
    kept = member.settings.get("lists", {}).get(view, {})
    return kept.get("sort", ""), tuple((str(place), str(text)) for place, text in kept.get("given", ()))


def _key(text: str, sort: str) -> tuple[Any, int] | None:
    value, _tilde, row_id = text.rpartition("~")
    if names_field(sort):  # read when the field is known
        return (text[:400], 0) if text else None
    if not (value and row_id.isdecimal() and len(row_id) < 19):
        return None
    if listing.ORDERS[sort].column == "updated_at":
        try:
            moment = parse_datetime(value.replace(" ", "+"))
        except ValueError:
            return None
        return (moment, int(row_id)) if moment and moment.tzinfo else None
    return (int(value), int(row_id)) if value.isdecimal() and len(value) < 19 else None
