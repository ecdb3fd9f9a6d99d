"""Custom fields of a contact or organisation: as they are read, and as a form asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from percaya.core.people import policy
from percaya.core.people.attributes import fields_of, language
from percaya.core.workspace import fields

PREFIX = "attr-"


@dataclass(frozen=True)
class Shown:
    """One field. ``text`` is for a reader (masked when ``is_masked``); ``values`` are for the form, none when masked."""

    key: str
    name: str
    kind: str
    text: str
    values: list[str]
    is_masked: bool
    options: list[tuple[str, str]]


def shown(workspace_id: int, of: str, held: Mapping[str, Any]) -> list[Shown]:
    """Every active field that is asked for, with what it holds."""
    known, tongue = fields_of(workspace_id, of), language()
    values = {one.key: _listed(held.get(one.key)) for one in known}
    made = []
    for one in known:
        if not fields.is_shown(one, values, known):
            continue
        there = values[one.key]
        text = ", ".join(fields.said(one, value, tongue) for value in there)
        masked = one.is_sensitive and bool(text)
        made.append(
            Shown(
                key=one.key,
                name=fields.called(one, tongue),
                kind=one.kind,
                text=policy.mask(text) if masked else text,
                values=[] if masked else there,
                is_masked=masked,
                options=_options(one, tongue),
            )
        )
    return made


def given(workspace_id: int, of: str, post: QueryDict) -> dict[str, Any]:
    """What a form says of the fields it had, by key. A masked field left blank stays as it is; so does one not asked for."""
    found: dict[str, Any] = {}
    for one in fields_of(workspace_id, of):
        name = f"{PREFIX}{one.key}"
        if name not in post and f"{name}-there" not in post:
            continue
        values = [value for value in post.getlist(name) if value.strip()]
        if one.is_sensitive and not values:
            continue
        found[one.key] = values or None
    return found


def _options(one: Any, tongue: str) -> list[tuple[str, str]]:
    if one.kind == "yesno":
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(option["value"], fields.option_name(one, option["value"], tongue)) for option in one.options]


def _listed(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
