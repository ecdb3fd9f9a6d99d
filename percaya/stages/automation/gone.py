"""What an old version of a rule names that is no longer here: said whole, before it is taken back, so that nobody learns it from
a rule that fails or asks about nothing."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.desk.models import Macro
from percaya.core.tickets.queries import condition_strays
from percaya.core.tickets.queries.conditions import Group
from percaya.core.workspace.models import Member, Team
from percaya.stages.automation import belonging
from percaya.stages.automation.deeds import Deed
from percaya.stages.automation.deeds import read as read_deeds
from percaya.stages.automation.house import House


def gone(body: Mapping[str, Any], house: House) -> list[str]:
    """One phrase for each thing, in the order in which the rule names them; none twice."""
    return list(
        dict.fromkeys(
            [*condition_strays.gone(body["conditions"], house.workspace.pk, house.customs), *_of_deeds(body["actions"], house)]
        )
    )


def _of_deeds(stored: list[Mapping[str, Any]], house: House) -> Iterator[str]:
    for one in stored:
        try:
            (deed,) = read_deeds([one])
        except ValueError:
            yield _("the step “%(name)s”") % {"name": str(one.get("do", ""))[:60]}
            continue
        try:
            belonging.check([deed], Group(), house)
        except ValidationError:
            yield _named(deed, house)


def _named(deed: Deed, house: House) -> str:
    """By its name while the row is still there: who has left, what was put away."""
    if deed.do == "field":
        return _("the field “%(name)s”") % {"name": deed.value.partition("=")[0].strip()[:60]}
    kind, _underscore, _rest = deed.value.partition("_")
    name = _NAMES[kind](deed.value, house.workspace.pk) if kind in _NAMES else ""
    words = {
        "mbr": _("the member “%(name)s”") if name else _("a member"),
        "tem": _("the team “%(name)s”") if name else _("a team"),
        "mcr": _("the template or macro “%(name)s”") if name else _("a template or macro"),
    }
    return words.get(kind, _("the step “%(name)s”")) % {"name": name or deed.do}


def _member(public_id: str, workspace_id: int) -> str:
    rows = Member.objects.filter(workspace_id=workspace_id, pk=public_ids.decode("member", public_id) or 0)
    return next((one.name for one in rows), "")


def _team(public_id: str, workspace_id: int) -> str:
    rows = Team.objects.filter(workspace_id=workspace_id, pk=public_ids.decode("team", public_id) or 0)
    return rows.values_list("name", flat=True).first() or ""


def _macro(public_id: str, workspace_id: int) -> str:
    rows = Macro.objects.filter(workspace_id=workspace_id, pk=public_ids.decode("macro", public_id) or 0)
    return rows.values_list("name", flat=True).first() or ""


_NAMES: Mapping[str, Callable[[str, int], str]] = {"mbr": _member, "tem": _team, "mcr": _macro}
