"""Whether what conditions name is there, in their own workspace: labels, teams, people, fields that may be gone since."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.people.models import Contact, Organisation
from percaya.core.tickets.models import Label
from percaya.core.tickets.queries.condition_fields import Custom
from percaya.core.tickets.queries.conditions import Customs, Group, read
from percaya.core.workspace.models import Brand, ChannelAccount, Member, Team

# field of a condition -> what its keys are of; a former member still stands in old tickets and may be asked about
_ROWS: Mapping[str, type[Model]] = {
    "account": ChannelAccount, "brand": Brand, "assignee": Member, "promiser": Member, "team": Team, "label": Label,
    "contact": Contact, "organisation": Organisation,
}  # fmt: skip


def stray(group: Group, workspace_id: int, customs: Customs) -> list[type[Model]]:
    """What conditions name by keys that are not in the workspace (any more)."""
    asked: dict[type[Model], set[int]] = {}
    for one in group.all():
        values = one.value if isinstance(one.value, tuple) else ()
        custom = customs.get(one.field.removeprefix("field:")) if one.field.startswith("field:") else None
        model, keys = _named(one.field, values, custom)
        if model is not None:
            asked.setdefault(model, set()).update(keys)
    return [model for model, keys in asked.items() if keys and _count(model, keys, workspace_id) != len(keys)]


def gone(data: Any, workspace_id: int, customs: Customs) -> list[str]:
    """What stored conditions name and is no longer here: one phrase for each, in their order, none twice."""
    return list(dict.fromkeys(_gone(data, workspace_id, customs)))


def _gone(data: Any, workspace_id: int, customs: Customs) -> Iterator[str]:
    for one in data.get("of", ()) if isinstance(data, dict) else ():
        if isinstance(one, dict) and "of" in one:
            yield from _gone(one, workspace_id, customs)
            continue
        field = str(one.get("field", "") if isinstance(one, dict) else "")
        try:
            group = read({"of": [one]}, customs)
        except ValidationError:
            yield _("the field “%(name)s”") % {"name": field.removeprefix("field:")[:60]}
            continue
        if stray(group, workspace_id, customs):
            words = {"label": _("a label"), "team": _("a team"), "assignee": _("a member"), "account": _("a channel account")}
            yield words.get(field) or _("something that the condition “%(name)s” asks for") % {"name": field[:60]}


def _count(model: type[Model], keys: set[int], workspace_id: int) -> int:
    return model._default_manager.filter(pk__in=keys, workspace_id=workspace_id).count()


def _named(field: str, values: Sequence[str | int], custom: Custom | None) -> tuple[type[Model] | None, set[int]]:
    if custom is not None and custom.kind == "contact":
        return Contact, {public_ids.decode("contact", str(one)) or 0 for one in values}
    return _ROWS.get(field), {one for one in values if isinstance(one, int)}
