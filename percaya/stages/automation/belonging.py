"""Whether everything a rule names is there, in its own workspace: looked at when it is saved, so that nobody learns it from
a rule that fails."""

from collections.abc import Callable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from percaya.core.tickets.models import Label
from percaya.core.tickets.queries.condition_strays import stray
from percaya.core.tickets.queries.conditions import Group
from percaya.core.workspace.fields import read as read_field
from percaya.core.workspace.models import Member, Team
from percaya.stages.automation.deeds import Deed
from percaya.stages.automation.house import House


def check(deeds: Sequence[Deed], group: Group, house: House) -> None:
    """Raises ``ValidationError`` with a sentence about the first thing that is not there. Looks up only what is named."""
    for deed in deeds:
        if (look := _LOOKS.get(deed.do)) is not None:
            look(deed.value, house)
    if models := stray(group, house.workspace.pk, house.customs):
        raise ValidationError(_nothing(models[0]))


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
