"""Thirty ways to look at a desk: the views that are there, and saved views with three conditions each."""

from typing import Any

from percaya.core.desk.actions.views import save_view
from percaya.core.desk.models import SavedView
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Label
from percaya.core.tickets.queries.conditions import read
from percaya.core.workspace.models import Member, Team
from percaya.web.inbox.listing import views_for

_BUILT_IN = ("open", "mine", "unassigned", "due", "reply", "waiting", "open&sort=waiting", "open&sort=newest", "done")
_ORDERS = ("urgent", "waiting", "newest", "due", "priority", "updated")


def view_of(member: Member, place: int) -> str:
    """What the member at this place looks at, as it stands in an address: every third a view of the house."""
    if place % 3 == 0:
        return _BUILT_IN[place // 3 % len(_BUILT_IN)]
    view = SavedView.objects.filter(member=member).first() or _saved(member, place)
    return next(one.key for one in views_for(member) if one.pk == view.pk)


def _saved(member: Member, place: int) -> SavedView:
    conditions = {"match": "all", "of": [_condition("open", "is", True), *_pair(member.workspace_id, place)]}
    return save_view(
        member=member,
        name=f"Bench {place}",
        conditions=read(conditions, {}),
        order=_ORDERS[place % len(_ORDERS)],
        by=Actor.member(member.pk),
    )


def _pair(workspace: int, place: int) -> list[dict[str, Any]]:
    teams = list(Team.objects.filter(workspace_id=workspace).values_list("pk", flat=True))
    labels = list(Label.objects.filter(workspace_id=workspace).values_list("pk", flat=True))
    some_teams = [teams[(place + step) % len(teams)] for step in range(5)]
    pairs = (
        [_condition("state", "is", ["new", "open"]), _condition("priority", "is_not", ["low"])],
        [_condition("team", "is", some_teams), _condition("waiting", "filled")],
        [_condition("assignee", "is_not", ["none"]), _condition("channel", "is", ["email"])],
        [_condition("label", "none", [labels[place % len(labels)]]), _condition("updated", "within", "7d")],
        [_condition("received", "within", "30d"), _condition("spam", "is", False)],
    )
    return pairs[place % len(pairs)]


def _condition(field: str, op: str, value: Any = None) -> dict[str, Any]:
    return {"field": field, "op": op} if value is None else {"field": field, "op": op, "value": value}
