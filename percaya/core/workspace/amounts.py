"""Numbers, sums of rupiah and days as people type and read them in Indonesian and English. Pure.

``None`` comes back for what is none of it; nothing is guessed beyond what a reader of the same text would.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from babel.dates import format_date

MOST = Decimal(10) ** 15
_DIGITS = re.compile(r"-?[\d.,]*\d")
_UNITS = {"rb": 3, "ribu": 3, "k": 3, "jt": 6, "juta": 6, "m": 9, "miliar": 9, "milyar": 9, "t": 12, "triliun": 12}
_MONEY = re.compile(r"(-?)\s*(?:rp\.?|idr)?\s*(-?[\d.,]*\d)\s*(?:,-|,--)?\s*([a-z]*)", re.IGNORECASE)
_MONTHS = {
    "jan": 1, "januari": 1, "january": 1, "feb": 2, "februari": 2, "february": 2, "mar": 3, "maret": 3, "march": 3,
    "apr": 4, "april": 4, "mei": 5, "may": 5, "jun": 6, "juni": 6, "june": 6, "jul": 7, "juli": 7, "july": 7,
    "agu": 8, "agt": 8, "ags": 8, "agustus": 8, "aug": 8, "august": 8, "sep": 9, "sept": 9, "september": 9,
    "okt": 10, "oct": 10, "oktober": 10, "october": 10, "nov": 11, "november": 11, "des": 12, "dec": 12,
    "desember": 12, "december": 12,
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_NAMED = re.compile(r"(?:[a-zA-Z']+,?\s+)?(\d{1,2})\s+([a-zA-Z]+)\.?,?\s+(\d{4})")


def number(text: str, language: str = "id") -> Decimal | None:
    """``1.250,5`` and ``2,5`` in Indonesian, ``1,250.5`` and ``2.5`` in English; at most four decimals.

    A lone separator with three digits behind it groups if the language groups with it, and is a decimal otherwise.
    """
    digits = text.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if not _DIGITS.fullmatch(digits):
        return None
    try:
        value = Decimal(_plain(digits, grouping="," if language == "en" else "."))
    except InvalidOperation:
        return None
    if abs(value) >= MOST or value != round(value, 4):
        return None
    return value


def rupiah(text: str) -> Decimal | None:
    """Whole rupiah of ``Rp1.250.000``, ``1,2jt``, ``500rb``, ``50k``, ``1.250.000,-``, ``1,250,000``."""
    found = _MONEY.fullmatch(text.strip())
    if not found:
        return None
    sign, digits, unit = found[1], found[2], found[3].lower()
    if unit and unit not in _UNITS:
        return None
    value = number(digits, "id") if unit else _whole(digits)
    if value is None:
        return None
    value = value * 10 ** _UNITS.get(unit, 0) * (-1 if sign else 1)
    return value if value == value.to_integral_value() and abs(value) < MOST else None


def day(text: str) -> date | None:
    """``2026-11-26``, ``26/11/2026`` (the day first, as both languages are written here), ``Kamis, 26 Nov 2026``."""
    text = text.strip()
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _SLASHED.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _NAMED.fullmatch(text)) and (month := _MONTHS.get(found[2].lower())):
            return date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None
    return None


def say_number(value: Decimal, language: str) -> str:
    """1.250,5 in Indonesian, 1,250.5 in English."""
    text = f"{value.normalize():,f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def say_rupiah(value: Decimal, language: str) -> str:
    """Rp1.250.000; in English Rp1,250,000."""
    return f"{'-' if value < 0 else ''}Rp{say_number(abs(value), language)}"


def say_day(value: date, language: str) -> str:
    """Kamis, 26 Nov 2026."""
    return format_date(value, "EEEE, d MMM y", locale="en" if language == "en" else "id")


def _plain(digits: str, *, grouping: str) -> str:
    """The digits as Python reads them, once it is known which sign groups and which begins the decimals."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits
    sign = digits[last]
    other = "," if sign == "." else "."
    tail = digits[last + 1 :]
    if digits.count(sign) > 1 or (other not in digits and len(tail) == 3 and sign == grouping):
        return _ungrouped(digits, sign)
    return f"{_ungrouped(digits[:last], other)}.{tail}"


def _ungrouped(digits: str, sign: str) -> str:
    """Without the grouping signs; groups of other than three digits make it no number."""
    first, *rest = digits.split(sign)
    return "".join((first, *rest)) if all(len(group) == 3 for group in rest) and (first or not rest) else "none"


def _whole(digits: str) -> Decimal | None:
    """A sum without a unit: a rupiah has no parts, so three digits behind a sign are a group in either language."""
    groups_by = digits[-4:-3]
    return number(digits, "en" if groups_by == "," else "id")
