"""Saved views: those one has, made from the list as it is filtered, changed, put in order, put away, deleted."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from percaya.core import public_ids
from percaya.core.desk.actions.refusing import may_change
from percaya.core.desk.actions.views import ICONS, delete_view, save_view
from percaya.core.desk.models import SavedView
from percaya.core.desk.queries.views import scope_of, views_of
from percaya.core.tickets.queries import conditions, views
from percaya.core.tickets.queries.condition_words import condition as said
from percaya.core.tickets.queries.conditions import Condition, Group
from percaya.core.workspace.actions.members import change_habits
from percaya.core.workspace.actions.workspaces import change_workspace
from percaya.core.workspace.models import Member
from percaya.core.workspace.policy import ADMINISTER, CURATE
from percaya.core.workspace.queries import teams
from percaya.web.inbox import filtering
from percaya.web.inbox.listing import Wanted, own_orders
from percaya.web.inbox.reference import reference
from percaya.web.inbox.table import columns_of, offered, table_columns
from percaya.web.settings.frame import key_of, refused, saved, show
from percaya.web.ui.doors import MemberRequest, member_view


@dataclass(frozen=True)
class Line:
    """A view in the list of them."""

    public_id: str
    view: SavedView
    scope: str
    sentence: str
    is_pinned: bool
    may_change: bool


@member_view()
@require_http_methods(["GET", "POST"])
def page(request: MemberRequest) -> HttpResponse:
    """POST ``pin``, ``unpin``, ``up`` or ``down`` with a view's id arranges one's own list; ``quiet_days`` is the workspace's."""
    member = request.member
    if request.method == "POST":
        if "quiet_days" in request.POST:
            return _keep_quiet_days(request)
        _arrange(request)
        return HttpResponseRedirect(reverse("settings:views", args=[request.workspace.slug]))
    reference(member)
    away = set(member.settings.get("views", {}).get("off", ()))
    lines = [_line(view, member, view.pk not in away) for view in _ordered(member)]
    context = {
        "lines": lines,
        "quiet_days": views.quiet_days(member),
        "may_administer": member.may(ADMINISTER),
    }
    return show(request, "views", "views", context)


@member_view()
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """From the list in the address: its view's own conditions and what it was filtered by."""
    wanted = Wanted.read(request.GET, member=request.member)
    try:
        group = _of_list(wanted, request.member)
    except ValidationError as refusal:
        return refused(request, "views", said=filtering.message(refusal))
    if request.method == "POST":
        return _save(request, None, group)
    return _form(request, None, group, {"order": wanted.sort, "columns": columns_of(wanted, request.member)})


@member_view()
@require_http_methods(["GET", "POST"])
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """POST saves, with ``delete`` deletes. Conditions that the address brings along (``?w=…``) are added."""
    reference(request.member)
    view = views_of(request.member).filter(pk=key_of("view", public_id)).first()
    if view is None:
        raise Http404
    if request.method == "POST" and "delete" in request.POST:
        return _delete(request, view)
    customs = reference(request.member).customs
    wanted = Wanted.read(request.GET)
    try:
        group = conditions.both(conditions.stored(view.conditions, customs), wanted.group(request.member))
    except ValidationError as refusal:
        return refused(request, "views", said=filtering.message(refusal))
    if request.method == "POST":
        return _save(request, view, group)
    return _form(request, view, group, {"order": view.order, "columns": tuple(view.columns)})


def _save(request: MemberRequest, view: SavedView | None, group: Group) -> HttpResponse:
    scope, _, team_id = request.POST.get("scope", "own").partition("-")
    team = teams(request.workspace.pk).filter(pk=int(team_id)).first() if team_id.isdecimal() and len(team_id) < 18 else None
    try:
        kept = save_view(
            member=request.member, view=view, name=request.POST.get("name", ""), conditions=_chosen(group, request.POST),
            order=request.POST.get("order", ""), icon=request.POST.get("icon", ""),
            columns=tuple(request.POST.getlist("column")), scope=scope, team=team, by=request.by,
        )  # fmt: skip
    except ValidationError as refusal:
        return _form(request, view, group, {"trouble": filtering.message(refusal)}, status=422)
    address = reverse("inbox:list", args=[request.workspace.slug])
    return HttpResponseRedirect(f"{address}?view=v-{public_ids.encode('view', kept.pk)}")


def _delete(request: MemberRequest, view: SavedView) -> HttpResponse:
    try:
        delete_view(view=view, member=request.member, by=request.by)
    except ValidationError as refusal:
        return refused(request, "views", said=filtering.message(refusal))
    return saved(request, "views", said=_("The view is gone. No ticket was touched."))


def _form(request: MemberRequest, view: SavedView | None, group: Group, more: dict[str, Any], status: int = 200) -> HttpResponse:
    member = request.member
    typed = request.POST if request.method == "POST" else None
    columns = typed.getlist("column") if typed else [one.key for one in table_columns(more.get("columns", ()), request.member)]
    context = {
        "view": view,
        "may_change": view is None or may_change(view, member),
        "parts": [(number, text) for number, text in enumerate(_parts(group, member))],
        "match": group.match,
        "name": typed.get("name", "") if typed else (view.name if view else ""),
        "icon_chosen": typed.get("icon", "") if typed else (view.icon if view else ICONS[0]),
        "icons": ICONS,
        "order": typed.get("order", "") if typed else more.get("order", "urgent"),
        "orders": views.ALL_ORDERS,
        "own_orders": own_orders(member),
        "scope": typed.get("scope", "own") if typed else _scope(view),
        "scopes": _scopes(member),
        "columns": offered(tuple(columns), request.member),
        "shown_columns": columns,
        "trouble": more.get("trouble", ""),
        "of_view": _other(request),
    }
    return show(request, "view", "views", context, status)


def _other(request: MemberRequest) -> tuple[str, str] | None:
    """(name, address) of the saved view that the list was, when it may be changed instead of making another."""
    if request.resolver_match is None or request.resolver_match.url_name != "new_view":
        return None
    key = request.GET.get("view", "").removeprefix("v-")
    pk = public_ids.decode("view", key)
    view = views_of(request.member).filter(pk=pk).first() if pk else None
    if view is None or not may_change(view, request.member):
        return None
    return view.name, f"{reverse('settings:view', args=[request.workspace.slug, key])}?{request.GET.urlencode()}"


def _of_list(wanted: Wanted, member: Member) -> Group:
    """What a list shows, as conditions: the view's and the filter's."""
    customs = reference(member).customs
    base = Group()
    if wanted.view in views.VIEWS:
        base = conditions.read({"of": list(views.VIEWS[wanted.view].asks)}, customs)
    elif wanted.team is not None:
        base = Group("all", (Condition("team", "is", (wanted.team,)), Condition("open", "is", True)))
    elif found := wanted.saved(member):
        base = found.group(customs)
    return conditions.both(base, wanted.group(member))


def _parts(group: Group, member: Member) -> list[str]:
    """Each outer condition or group in words."""
    customs, name_of = reference(member).customs, filtering.NameOf(member)
    return [said(one, customs, name_of) if isinstance(one, Condition) else filtering.sentence(one, member) for one in group.of]


def _chosen(group: Group, data: QueryDict) -> Group:
    """The group without what was ticked away; "any" instead of "all" when so chosen."""
    gone = set(data.getlist("without"))
    match = data.get("match", group.match)
    return Group(match if match in ("all", "any") else "all", tuple(o for n, o in enumerate(group.of) if str(n) not in gone))


def _scope(view: SavedView | None) -> str:
    if view is None:
        return "own"
    return f"team-{view.team_id}" if view.team_id else scope_of(view)


def _scopes(member: Member) -> list[tuple[str, str]]:
    """Whom a view may be for: oneself; for supervisors also a team or everybody."""
    found = [("own", _("Only me"))]
    if member.may(CURATE):
        found += [("workspace", _("Everyone"))]
        found += [(f"team-{team.pk}", _("Team %(name)s") % {"name": team.name}) for team in reference(member).teams]
    return found


def _line(view: SavedView, member: Member, is_pinned: bool) -> Line:
    group = conditions.stored(view.conditions, reference(member).customs)
    return Line(
        public_ids.encode("view", view.pk),
        view,
        scope_of(view),
        filtering.sentence(group, member),
        is_pinned,
        may_change(view, member),
    )


def _ordered(member: Member) -> list[SavedView]:
    order = {pk: place for place, pk in enumerate(member.settings.get("views", {}).get("order", ()))}
    return sorted(views_of(member), key=lambda view: order.get(view.pk, len(order)))


def _arrange(request: MemberRequest) -> None:
    """Move a view up or down in one's own list, take it out of the list or put it in again."""
    member = request.member
    own = member.settings.get("views", {})
    order, away = [view.pk for view in _ordered(member)], set(own.get("off", ()))
    for verb in ("pin", "unpin", "up", "down"):
        pk = public_ids.decode("view", request.POST.get(verb, ""))
        if pk not in order:
            continue
        at = order.index(pk)
        if verb in ("up", "down"):
            other = at + (1 if verb == "down" else -1)
            if 0 <= other < len(order):
                order[at], order[other] = order[other], order[at]
        away = away | {pk} if verb == "unpin" else away - {pk}
        change_habits(member=member, views={"order": order, "off": sorted(away & set(order))})


def _keep_quiet_days(request: MemberRequest) -> HttpResponse:
    days = request.POST["quiet_days"]
    if not request.member.may(ADMINISTER):
        return refused(request, "views", said=_("Your role does not change the settings of the business. Nothing was changed."))
    if not (days.isdecimal() and 1 <= int(days[:4]) <= 90):
        return refused(request, "views", said=_("Choose between 1 and 90 days."))
    change_workspace(workspace=request.workspace, by=request.by, quiet_days=int(days))
    return saved(request, "views")
