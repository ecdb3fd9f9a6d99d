"""What people type into a custom field is understood as they meant it, or refused with the field's name."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from percaya.core import public_ids
from percaya.core.workspace import amounts
from percaya.core.workspace.fields import Held, is_shown, missing, read, said


@dataclass
class Asked:
    key: str
    kind: str = "text"
    name: str = ""
    name_en: str = ""
    options: Any = field(default_factory=list)
    shown_when: Any = field(default_factory=dict)
    required_to_resolve: bool = False
    is_sensitive: bool = False


SIZES = [{"value": "s", "name": "Kecil", "name_en": "Small"}, {"value": "l", "name": "Besar"}]


@pytest.mark.parametrize(
    ("typed", "rupiah"),
    [
        ("1,2jt", 1_200_000), ("1.2 jt", 1_200_000), ("500rb", 500_000), ("50k", 50_000), ("Rp1.250.000", 1_250_000),
        ("rp 1.250.000,00", 1_250_000), ("1.250.000,-", 1_250_000), ("1,250,000", 1_250_000), ("1250000", 1_250_000),
        ("1.250", 1_250), ("1,250", 1_250), ("2 juta", 2_000_000), ("-Rp50.000", -50_000), ("1.250rb", 1_250_000), ("0", 0),
        ("1,25", None), ("seratus", None), ("12 apel", None), ("1.2.3jt", None), ("", None), ("9" * 30, None),
        ("1,2345678rb", None), ("12.34.567", None),
    ],
)  # fmt: skip
def test_a_sum_is_read_as_it_is_typed_here(typed: str, rupiah: int | None) -> None:
    assert amounts.rupiah(typed) == (None if rupiah is None else Decimal(rupiah))


@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        ("1.250,5", "id", "1250.5"), ("2,5", "id", "2.5"), ("2.5", "id", "2.5"), ("1.250", "id", "1250"), ("1.250", "en", "1.25"),
        ("1,250.5", "en", "1250.5"), ("-3", "id", "-3"), ("1,23456", "id", None), ("1.2.3,4,5", "id", None), ("٣", "id", "3"),
        ("--3", "id", None), ("abc", "id", None),
    ],
)  # fmt: skip
def test_a_number_is_read_in_the_language_it_is_typed_in(typed: str, language: str, value: str | None) -> None:
    assert amounts.number(typed, language) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "typed", ["2026-11-26", "26/11/2026", "26-11-2026", "26.11.2026", "26 Nov 2026", "Kamis, 26 November 2026", "26 nov 2026"]
)
def test_a_date_is_read_however_it_is_written(typed: str) -> None:
    assert amounts.day(typed) == date(2026, 11, 26)


@pytest.mark.parametrize("typed", ["31/02/2026", "2026-13-01", "besok", "26 Foo 2026", ""])
def test_what_is_no_date_is_none(typed: str) -> None:
    assert amounts.day(typed) is None


def test_values_are_kept_as_the_api_gives_them() -> None:
    assert read(Asked("a", "money"), "1,2jt") == (Held("1200000", Decimal(1_200_000)),)
    assert read(Asked("a", "date"), "26/11/2026") == (Held("2026-11-26", day=date(2026, 11, 26)),)
    assert read(Asked("a", "yesno"), "Ya") == read(Asked("a", "yesno"), True) == (Held("yes"),)
    assert read(Asked("a", "choice", options=SIZES), "small") == (Held("s"),)
    assert read(Asked("a", "multi", options=SIZES), ["Besar", "s", "L"]) == (Held("s"), Held("l")), "once, in the list's order"
    contact = public_ids.encode("contact", 7)
    assert read(Asked("a", "contact"), contact) == (Held(contact),)
    assert read(Asked("a"), "  dua   kata ") == (Held("dua kata"),)
    assert read(Asked("a", "number"), "") == read(Asked("a", "number"), None) == ()


@pytest.mark.parametrize("kind", ["number", "money", "date", "choice", "multi", "yesno", "contact"])
def test_what_does_not_fit_is_refused_by_the_fields_name(kind: str) -> None:
    with pytest.raises(ValidationError, match="Ukuran") as refused:
        read(Asked("size", kind, name="Ukuran", options=SIZES), "tidak cocok")
    assert refused.value.code == "size"
    with pytest.raises(ValidationError, match="Ukuran"):
        read(Asked("size", name="Ukuran"), "x" * 251)
    with pytest.raises(ValidationError, match="Ukuran"):
        read(Asked("size", name="Ukuran"), ["a", "b"])


def test_a_value_is_said_in_the_readers_language() -> None:
    assert said(Asked("a", "money"), "1250000", "id") == "Rp1.250.000"
    assert said(Asked("a", "money"), "-1250000", "en") == "-Rp1,250,000"
    assert said(Asked("a", "number"), "1250.5", "id") == "1.250,5"
    assert said(Asked("a", "date"), "2026-11-26", "id") == "Kamis, 26 Nov 2026"
    assert said(Asked("a", "choice", options=SIZES), "s", "en") == "Small"
    assert said(Asked("a", "choice", options=SIZES), "gone", "en") == "gone"


def test_a_field_is_asked_for_only_where_its_condition_holds() -> None:
    top = Asked("kind", "choice")
    middle = Asked("refund", shown_when={"field": "kind", "among": ["return"]}, required_to_resolve=True)
    deep = Asked("bank", shown_when={"field": "refund", "among": ["yes"]}, required_to_resolve=True)
    fields = [top, middle, deep]
    assert [one.key for one in missing(fields, {"kind": ["return"]})] == ["refund"]
    assert [one.key for one in missing(fields, {"kind": ["return"], "refund": ["yes"]})] == ["bank"]
    assert missing(fields, {"kind": ["other"], "refund": ["yes"]}) == [], "hidden through the one above"
    assert is_shown(deep, {}, [deep]), "what it hung on is gone: better asked than lost"


def test_conditions_in_a_circle_do_not_hang() -> None:
    first = Asked("a", shown_when={"field": "b", "among": ["x"]})
    second = Asked("b", shown_when={"field": "a", "among": ["x"]})
    assert is_shown(first, {"a": ["x"], "b": ["x"]}, [first, second]) in (True, False)
