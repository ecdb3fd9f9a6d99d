"""Saved views: kept, changed, taken away."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.desk.actions.refusing import check_owner
from percaya.core.desk.events import ViewChanged
from percaya.core.desk.models import SavedView
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.tickets.queries.by_field import names_field
from percaya.core.tickets.queries.columns import kept
from percaya.core.tickets.queries.conditions import Group
from percaya.core.tickets.queries.listing import ORDERS
from percaya.core.workspace.models import Member, Team

MOST_VIEWS = 200  # of one member, or shared in one workspace
ICONS = (
    "layers", "inbox", "flag", "zap", "warning", "label", "person", "team", "building", "mail", "message", "phone", "whatsapp",
    "globe", "clock", "calendar", "promise", "smile", "shield", "book", "archive", "bell",
)  # fmt: skip


@transaction.atomic
def save_view(
    *,
    member: Member,
    view: SavedView | None = None,
    name: str,
    conditions: Group,
    order: str = "urgent",
    icon: str = "",
    columns: tuple[str, ...] = (),
    scope: str = "own",
    team: Team | None = None,
    by: Actor,
) -> SavedView:
    """Make or change one; ``scope`` is "own", "team" (with ``team``) or "workspace". Raises ``ValidationError`` without a name
    or a condition, and when it is not the member's to change."""
    view = view or SavedView(workspace_id=member.workspace_id)
    if view.pk:
        check_owner(view, member)
    view.name = " ".join(name.split())[:80]
    if not view.name:
        raise ValidationError(_("A view needs a name."))
    if not conditions.of:
        raise ValidationError(_("A view needs at least one condition; without any it would be “All open” once more."))
    if scope == "team" and team is None:
        raise ValidationError(_("Choose the team that the view is for."))
    view.member = member if scope not in ("team", "workspace") else None
    view.team = team if scope == "team" else None
    check_owner(view, member)
    _check_number(view)
    view.conditions = conditions.data()
    view.order = order if order in ORDERS or names_field(order) else "urgent"
    view.icon = icon if icon in ICONS else ICONS[0]
    view.columns = kept(columns)
    view.save()
    return _recorded(view, "saved", by)


@transaction.atomic
def delete_view(*, view: SavedView, member: Member, by: Actor) -> None:
    """Take it away from everyone who had it. No ticket is touched."""
    check_owner(view, member)
    _recorded(view, "deleted", by)
    view.delete()


def _check_number(view: SavedView) -> None:
    whose: dict[str, Any] = {"member": view.member} if view.member_id else {"member": None}
    if not view.pk and SavedView.objects.filter(workspace_id=view.workspace_id, **whose).count() >= MOST_VIEWS:
        raise ValidationError(_("There are %(count)s views already. Delete one that nobody uses.") % {"count": MOST_VIEWS})


def _recorded(view: SavedView, how: str, by: Actor) -> SavedView:
    record(ViewChanged(workspace_id=view.workspace_id, view=view.pk, how=how), by=by)
    return view
