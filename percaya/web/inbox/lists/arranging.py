"""How a member arranges a list: order, filter, layout, columns. Kept with the member for each view; nothing of it is anyone
else's business, so no event is recorded."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from percaya.core.tickets.queries.columns import kept
from percaya.core.tickets.queries.conditions import MOST
from percaya.core.workspace.actions.members import change_habits
from percaya.core.workspace.models import Member
from percaya.web.inbox import asked, filtering
from percaya.web.inbox.answers import list_url
from percaya.web.inbox.asked import MATCHES, PLACES
from percaya.web.inbox.doors import MemberRequest, member_view
from percaya.web.inbox.listing import Wanted, field_order, orders_of
from percaya.web.inbox.table import moved
from percaya.web.ui.context import DENSITIES

LAYOUTS = ("split", "table")
MOST_HABITS = 80  # views whose arrangement is remembered


@require_POST
@member_view()
def arrange(request: MemberRequest) -> HttpResponse:
    """POST one of ``sort``, ``add`` (the form of a condition), ``drop``, ``match``, ``clear``, ``layout``, ``density``,
    ``columns`` (with ``earlier`` or ``later`` one of them changes its place)."""
    wanted = Wanted.read(request.GET, member=request.member)
    try:
        for name, change in _CHANGES.items():
            if name in request.POST:
                wanted = change(request, wanted)
                break
    except ValidationError as refusal:
        messages.error(request, filtering.message(refusal))
    if "earlier" in request.POST or "later" in request.POST:  # on with the form
        choices = reverse("inbox:choices", args=[request.workspace.slug])
        return HttpResponseRedirect(f"{choices}?{wanted.query()}&part=columns")
    return HttpResponseRedirect(list_url(request, wanted))


def layout_of(member: Member) -> str:
    return "table" if member.settings.get("layout") == "table" else "split"


def table_density(member: Member) -> str:
    chosen = member.settings.get("table_density", "")
    return chosen if chosen in DENSITIES else "compact"


def _sort(request: MemberRequest, wanted: Wanted) -> Wanted:
    sort = request.POST["sort"]
    known = sort in orders_of(wanted.view) or field_order(sort, request.member) is not None
    return _kept(request, replace(wanted, sort=sort if known else wanted.sort))


def _add(request: MemberRequest, wanted: Wanted) -> Wanted:
    """Put a condition into a place ("w", a group), or "new" for a group of its own."""
    condition = filtering.posted(request.POST, request.member)
    if len(wanted.given) >= MOST:
        raise ValidationError(_("At most %(count)s conditions fit into one view.") % {"count": MOST})
    place = request.POST.get("place", "w")
    if place == "new":
        taken = {name for name, _text in wanted.given}
        place = next((one for one in PLACES[1:] if one not in taken), "w")
    place = place if place in PLACES else "w"
    pair = (place, asked.text_of(condition)[: asked.LONG])
    return _kept(request, replace(wanted, given=tuple(dict.fromkeys((*wanted.given, pair)))))


def _drop(request: MemberRequest, wanted: Wanted) -> Wanted:
    number = request.POST["drop"]
    given = tuple(pair for at, pair in enumerate(wanted.given) if str(at) != number)
    return _kept(request, replace(wanted, given=_tidy(given)))


def _match(request: MemberRequest, wanted: Wanted) -> Wanted:
    """Turn "and" into "or" in that place, and back."""
    name = request.POST["match"]
    if name not in MATCHES:
        return wanted
    now = dict(wanted.given).get(name, "all" if name == "m" else "any")
    others = [pair for pair in wanted.given if pair[0] != name]
    return _kept(request, replace(wanted, given=(*others, (name, "any" if now == "all" else "all"))))


def _clear(request: MemberRequest, wanted: Wanted) -> Wanted:
    return _kept(request, replace(wanted, given=()))


def _layout(request: MemberRequest, wanted: Wanted) -> Wanted:
    if (layout := request.POST["layout"]) in LAYOUTS:
        change_habits(member=request.member, layout=layout)
    return wanted


def _density(request: MemberRequest, wanted: Wanted) -> Wanted:
    if (density := request.POST["density"]) in DENSITIES:
        change_habits(member=request.member, table_density=density)
    return wanted


def _columns(request: MemberRequest, wanted: Wanted) -> Wanted:
    """The ticked ones in the order of the form; ``later`` or ``earlier`` names one that is to change its place."""
    chosen = kept(request.POST.getlist("column"))
    for name, step in (("earlier", -1), ("later", 1)):
        if name in request.POST:
            chosen = moved(chosen, request.POST[name], step)
    return _kept(request, wanted, columns=chosen)


def _kept(request: MemberRequest, wanted: Wanted, **more: Any) -> Wanted:
    """Remember the arrangement of this view; those not used for longest fall out."""
    lists = dict(request.member.settings.get("lists", {}))
    before = lists.pop(wanted.view, {})
    lists[wanted.view] = {**before, "sort": wanted.sort, "given": [list(pair) for pair in wanted.given], **more}
    change_habits(member=request.member, lists=dict(list(lists.items())[-MOST_HABITS:]))
    return wanted


def _tidy(given: asked.Given) -> asked.Given:
    """Without the "all" and "any" of places that are empty now."""
    there = {place for place, _text in given}
    return tuple(pair for pair in given if pair[0] not in MATCHES or pair[0].replace("m", "w") in there)


_CHANGES: dict[str, Callable[[MemberRequest, Wanted], Wanted]] = {
    "add": _add,
    "drop": _drop,
    "match": _match,
    "clear": _clear,
    "sort": _sort,
    "layout": _layout,
    "density": _density,
    "columns": _columns,
}
