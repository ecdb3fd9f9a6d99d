"""A row of a file as what it says: addresses, columns, attributes. Pure but for the sentences of its refusals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from percaya.core.people import policy
from percaya.core.people.importing.columns import ATTRIBUTE

_LANGUAGES = {
    "id": "id",
    "indonesia": "id",
    "bahasa indonesia": "id",
    "indonesian": "id",
    "en": "en",
    "english": "en",
    "inggris": "en",
}
_YES = {"vip", "ya", "y", "yes", "true", "1", "x", "✓"}
_NO = {"tidak", "bukan", "t", "n", "no", "false", "0", "-", "—"}
_ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
_SEVERAL = {"email": r"[\s;,|]+", "phone": r"[;|]", "external": r"[;|]"}
_LENGTHS = {"name": 160, "salutation": 24, "notes": 20_000, "organisation": 160}


@dataclass
class Given:
    """What a row says. ``columns`` hold only what is not blank."""

    columns: dict[str, Any] = field(default_factory=dict)
    addresses: list[tuple[str, str]] = field(default_factory=list)  # (kind, normalised value)
    attributes: dict[str, list[str]] = field(default_factory=dict)
    domains: list[str] = field(default_factory=list)


def contact_row(cells: Sequence[str], columns: Sequence[str]) -> Given:
    """Raises ``ValidationError``: an address that is none, no address at all (the row could come in twice)."""
    given = Given()
    for target, cell in _filled(cells, columns):
        if target in _SEVERAL:
            given.addresses += [_address(target, part) for part in re.split(_SEVERAL[target], cell) if part.strip()]
        else:
            _put(given, target, cell)
    if not given.addresses:
        raise ValidationError(_("No mail, phone or number: it could not be told from somebody who is here already."))
    given.addresses = list(dict.fromkeys(given.addresses))
    return given


def organisation_row(cells: Sequence[str], columns: Sequence[str]) -> Given:
    """Raises ``ValidationError``: no name, a domain that is none."""
    given = Given()
    for target, cell in _filled(cells, columns):
        if target == "domains":
            given.domains = [part for part in re.split(r"[\s;,|]+", cell) if part]
        else:
            _put(given, target, cell)
    if not given.columns.get("name"):
        raise ValidationError(_("An organisation needs a name."))
    return given


def _filled(cells: Sequence[str], columns: Sequence[str]) -> list[tuple[str, str]]:
    return [(target, cell.strip()) for target, cell in zip(columns, cells, strict=False) if target and cell.strip()]


def _put(given: Given, target: str, cell: str) -> None:
    if target.startswith(ATTRIBUTE):
        given.attributes[target.removeprefix(ATTRIBUTE)] = [part.strip() for part in cell.split(";") if part.strip()]
    elif target == "language":
        given.columns["language"] = _LANGUAGES.get(cell.casefold(), "")
        if not given.columns["language"]:
            raise ValidationError(_("“%(value)s” is no language we speak: id or en.") % {"value": cell[:40]})
    elif target == "vip":
        if (word := cell.casefold()) not in _YES | _NO:
            raise ValidationError(_("“%(value)s” does not say whether somebody is a VIP: yes or no.") % {"value": cell[:40]})
        given.columns["is_vip"] = word in _YES
    elif target == "time_zone":
        zone = _ZONES.get(cell.casefold(), cell)
        if zone not in available_timezones():
            raise ValidationError(_("There is no time zone called “%(name)s”.") % {"name": cell[:40]})
        given.columns["time_zone"] = zone
    else:
        given.columns[target] = cell[: _LENGTHS[target]]


def _address(kind: str, text: str) -> tuple[str, str]:
    value = policy.normalise(kind, text)
    if not value:
        raise ValidationError(_("“%(value)s” is not an address we can use.") % {"value": text.strip()[:80]})
    return kind, value
