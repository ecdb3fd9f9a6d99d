"""The saved views of a workspace as its pages need them: read once for all of them, shown to each as far as they are theirs."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from percaya.core import public_ids
from percaya.core.desk.models import SavedView
from percaya.core.tickets.queries import condition_rows, conditions
from percaya.core.tickets.queries.condition_fields import Custom
from percaya.core.tickets.queries.condition_rows import Asking
from percaya.core.tickets.queries.conditions import Group
from percaya.core.tickets.queries.tickets import visible
from percaya.core.tickets.queries.views import Rows
from percaya.core.workspace.models import Member

MOST_PINNED = 20


class Saved(NamedTuple):
    """A saved view. ``conditions`` as they were kept: see ``group``."""

    pk: int
    name: str
    icon: str
    member_id: int | None
    team_id: int | None
    conditions: dict[str, Any]
    order: str
    columns: tuple[str, ...]

    @property
    def key(self) -> str:
        """As it stands in an address: ``view=v-viw_…``."""
        return f"v-{public_ids.encode('view', self.pk)}"

    def is_for(self, member: Member, team_ids: Sequence[int]) -> bool:
        if self.member_id is not None:
            return self.member_id == member.pk
        return self.team_id is None or self.team_id in team_ids

    def group(self, customs: Mapping[str, Custom]) -> Group:
        return conditions.stored(self.conditions, customs)


def all_of(workspace_id: int) -> list[tuple[Any, ...]]:
    rows = SavedView.objects.filter(workspace_id=workspace_id).order_by("position", "name", "pk")
    columns = rows.values_list("pk", "name", "icon", "member_id", "team_id", "conditions", "order", "columns")
    return [(*row[:-1], tuple(row[-1])) for row in columns]


def pinned(views: Sequence[Saved], member: Member) -> list[Saved]:
    """In the member's own order, without those they have put away."""
    own = member.settings.get("views", {})
    order = {pk: place for place, pk in enumerate(own.get("order", ()))}
    away = set(own.get("off", ()))
    kept = [view for view in views if view.pk not in away]
    return sorted(kept, key=lambda view: order.get(view.pk, len(order)))[:MOST_PINNED]


def rows_of(view: Saved, member: Member, asking: Asking) -> Rows:
    return condition_rows.rows(visible(member), view.group(asking.customs), asking)
