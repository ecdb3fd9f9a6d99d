"""What is wrong with one member of a request, in the reader's language: pydantic's kinds of errors, said anew.

https://docs.pydantic.dev/latest/errors/validation_errors/
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def said(error: Mapping[str, Any]) -> str:
    """The sentence for one of pydantic's error dictionaries (``type``, ``msg``, ``ctx``)."""
    kind, facts = str(error.get("type", "")), dict(error.get("ctx") or {})
    if kind in ("value_error", "assertion_error") and "error" in facts:
        return str(facts["error"])  # a sentence of our own
    sentence = _sentences().get(kind) or _family(kind)
    return sentence % {name: _plain(value) for name, value in facts.items()} if "%(" in sentence else sentence


def _sentences() -> dict[str, str]:
    return {
        "missing": _("This is required."),
        "extra_forbidden": _("There is no such member here."),
        "literal_error": _("This must be one of: %(expected)s."),
        "enum": _("This must be one of: %(expected)s."),
        "string_too_short": _("This needs at least %(min_length)s characters."),
        "string_too_long": _("This may have at most %(max_length)s characters."),
        "string_pattern_mismatch": _("This does not have the form that is expected here."),
        "too_short": _("This needs at least %(min_length)s items."),
        "too_long": _("This may have at most %(max_length)s items."),
        "greater_than_equal": _("This must be at least %(ge)s."),
        "greater_than": _("This must be more than %(gt)s."),
        "less_than_equal": _("This must be at most %(le)s."),
        "less_than": _("This must be less than %(lt)s."),
        "timezone_aware": _("This must be a time with its zone, as RFC 3339 has it."),
    }


def _family(kind: str) -> str:
    """Kinds that differ only in how a value missed its type: "int_parsing", "int_type", "int_from_float"."""
    families = {
        "string": _("This must be text."),
        "int": _("This must be a whole number."),
        "float": _("This must be a number."),
        "decimal": _("This must be a number."),
        "bool": _("This must be true or false."),
        "list": _("This must be a list."),
        "dict": _("This must be an object."),
        "model": _("This must be an object."),
        "datetime": _("This must be a time with its zone, as RFC 3339 has it."),
        "date": _("This must be a date, as 2026-11-22."),
        "json": _("This is not JSON that can be read."),
    }
    return families.get(kind.split("_")[0], _("This is not what is expected here."))


def _plain(value: Any) -> str:
    return str(value).replace("' or '", "', '")
