"""Whether everything a rule names is there, in its own workspace: looked at when it is saved, so that nobody learns it from
a rule that fails."""

from collections.abc import Callable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.people.models import Contact, Organisation
from percaya.core.tickets.models import Label
from percaya.core.tickets.queries.condition_fields import Custom
from percaya.core.tickets.queries.conditions import Group
from percaya.core.workspace.fields import read as read_field
from percaya.core.workspace.models import Brand, ChannelAccount, Member, Team
from percaya.stages.automation.deeds import Deed
from percaya.stages.automation.house import House

# field of a condition -> what its keys are of; a former member still stands in old tickets and may be asked about
_ROWS: Mapping[str, type[Model]] = {
    "account": ChannelAccount, "brand": Brand, "assignee": Member, "promiser": Member, "team": Team, "label": Label,
    "contact": Contact, "organisation": Organisation,
}  # fmt: skip


def check(deeds: Sequence[Deed], group: Group, house: House) -> None:
    """Raises ``ValidationError`` with a sentence about the first thing that is not there. Looks up only what is named."""
    for deed in deeds:
        if (look := _LOOKS.get(deed.do)) is not None:
            look(deed.value, house)
    if models := stray(group, house):
        raise ValidationError(_nothing(models[0]))


def stray(group: Group, house: House) -> list[type[Model]]:
    """What conditions name by keys that are not in the workspace (any more)."""
    asked: dict[type[Model], set[int]] = {}
    for one in group.all():
        values = one.value if isinstance(one.value, tuple) else ()
        custom = house.customs.get(one.field.removeprefix("field:")) if one.field.startswith("field:") else None
        model, keys = _named(one.field, values, custom)
        if model is not None:
            asked.setdefault(model, set()).update(keys)
    return [model for model, keys in asked.items() if keys and _count(model, keys, house) != len(keys)]


def _count(model: type[Model], keys: set[int], house: House) -> int:
    return model._default_manager.filter(pk__in=keys, workspace_id=house.workspace.pk).count()


def _named(field: str, values: Sequence[str | int], custom: Custom | None) -> tuple[type[Model] | None, set[int]]:
    if custom is not None and custom.kind == "contact":
        return Contact, {public_ids.decode("contact", str(one)) or 0 for one in values}
    return _ROWS.get(field), {one for one in values if isinstance(one, int)}


def _member(value: str, house: House) -> None:
    if value != "nobody" and house.member(value) is None:
        raise ValidationError(_nothing(Member))


def _team(value: str, house: House) -> None:
    if value and house.team(value) is None:
        raise ValidationError(_nothing(Team))


def _macro(value: str, house: House) -> None:
    if house.macro(value) is None:
        raise ValidationError(
            _("This workspace has no such template or macro in use for everyone. Choose one from the list; nothing was saved.")
        )


def _hearer(value: str, house: House) -> None:
    if value.startswith("mbr_"):
        _member(value, house)
    elif value.startswith("tem_"):
        _team(value, house)


def _field(value: str, house: House) -> None:
    key, _equals, text = (part.strip() for part in value.partition("="))
    known = house.fields.get(key)
    if known is None or known.kind == "contact":
        raise ValidationError(
            _("This workspace has no field “%(field)s” that a rule can fill in. Nothing was saved.") % {"field": key[:60]}
        )
    read_field(known, text)


def _nothing(model: type[Model]) -> str:
    if model is Label:
        return _("A condition names a label that is not in this workspace. Choose one from the list; nothing was saved.")
    if model is Team:
        return _("The rule names a team that is not in this workspace. Choose one from the list; nothing was saved.")
    if model is Member:
        return _("The rule names somebody who is not in this workspace. Choose one from the list; nothing was saved.")
    return _("A condition names something that is not in this workspace. Choose it from the list; nothing was saved.")


_LOOKS: Mapping[str, Callable[[str, House], None]] = {
    "assign": _member, "team": _team, "reply": _macro, "macro": _macro, "notify": _hearer, "field": _field,
}  # fmt: skip
