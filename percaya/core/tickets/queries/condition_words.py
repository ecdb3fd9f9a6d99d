"""Conditions as a sentence: "Kanal adalah WhatsApp dan label berisi refund", in the language that is switched on."""

from datetime import date

from babel.dates import format_date
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from percaya.core.tickets.queries.condition_fields import BARE, DAYS, ME, MY_TEAMS, NOBODY, SPANS, Field, NameOf, field_of
from percaya.core.tickets.queries.conditions import Condition, Customs, Group, span
from percaya.core.tickets.queries.sentences import priority_word, state_word


def sentence(group: Group, customs: Customs, name_of: NameOf) -> str:
    """The whole, with a capital letter; nothing for no conditions."""
    said = _joined(group, customs, name_of)
    return said[:1].upper() + said[1:]


def condition(one: Condition, customs: Customs, name_of: NameOf) -> str:
    """One condition; a field that is gone is named by its key."""
    field = field_of(one.field, customs)
    if field is None:
        return _("%(field)s (no longer there)") % {"field": one.field}
    if field.kind == "flag":
        return flag_word(field, bool(one.value))
    said = f"{field_word(field)} {operator_word(field, one)}"
    if one.op in BARE or one.op in SPANS or one.op == "period":
        return said
    return f"{said} {_value(field, one, customs, name_of)}"


def field_word(field: Field) -> str:
    return field.name if field.is_own_word else _(field.name)


def operator_word(field: Field, one: Condition) -> str:
    """The operator; relative times are whole with it ("in the last 7 days")."""
    if one.op in SPANS:
        return _span_words(one.op) % {"span": span_word(str(one.value))}
    if one.op == "period":
        return period_word(str(one.value))
    return operator_name(one.op, field.kind)


def operator_name(op: str, kind: str) -> str:
    """An operator by itself, as it stands in a menu."""
    if op in SPANS:
        return _span_words(op) % {"span": "…"}
    if kind == "text" and op == "is":
        return _("is exactly")
    return {
        "is": _("is"),
        "is_not": _("is not"),
        "any": _("contains"),
        "all": _("contains all of"),
        "none": _("contains none of"),
        "contains": _("has the words"),
        "lacks": _("does not have the words"),
        "starts": _("begins with"),
        "empty": _("is empty"),
        "filled": _("is filled in"),
        "before": _("before"),
        "after": _("after"),
        "on": _("on"),
        "period": _("in the period"),
        "eq": _("equals"),
        "ne": _("is other than"),
        "lt": _("less than"),
        "lte": _("at most"),
        "gt": _("more than"),
        "gte": _("at least"),
    }[op]


def period_word(period: str) -> str:
    return {
        "today": _("today"),
        "yesterday": _("yesterday"),
        "tomorrow": _("tomorrow"),
        "this_week": _("this week"),
        "last_week": _("last week"),
        "this_month": _("this month"),
        "last_month": _("last month"),
    }[period]


def span_word(text: str) -> str:
    """ "7d" -> "7 days"."""
    count, unit = span(text)
    words = {"m": _("%(count)s minutes"), "h": _("%(count)s hours"), "d": _("%(count)s days"), "w": _("%(count)s weeks")}
    return words[unit] % {"count": count}


def value_word(field: Field, value: str | int, customs: Customs, name_of: NameOf) -> str:
    """One value of a list, as a person says it."""
    if field.custom_id:
        names = dict(customs[field.key.removeprefix("field:")].options)
        return names.get(str(value)) or name_of(field.key, value) or str(value)
    if value == ME:
        return _("me")
    if value == MY_TEAMS:
        return _("my teams") if field.key == "team" else _("someone in my teams")
    if value == NOBODY:
        return {"assignee": _("nobody"), "promiser": _("nobody"), "team": _("no team"), "mood": _("unknown")}.get(
            field.key, _("none")
        )
    known = {
        "state": state_word,
        "priority": priority_word,
        "language": lambda key: {"id": _("Indonesian"), "en": _("English"), "ms": _("Malay")}.get(key, key),
        "mood": lambda key: {"negative": _("bad"), "neutral": _("neutral"), "positive": _("good")}.get(key, key),
    }.get(field.key)
    return str(known(str(value))) if known else name_of(field.key, value) or _("(gone)")


def _joined(group: Group, customs: Customs, name_of: NameOf) -> str:
    word = pgettext("conditions", "and") if group.match == "all" else pgettext("conditions", "or")
    parts = []
    for one in group.of:
        if isinstance(one, Condition):
            parts.append(condition(one, customs, name_of))
        elif inner := _joined(one, customs, name_of):
            parts.append(f"({inner})" if len(one.of) > 1 and len(group.of) > 1 else inner)
    return f" {word} ".join(parts)


def flag_word(field: Field, wanted: bool) -> str:
    """What a flag that is set, or is not, says of a ticket."""
    if field.is_own_word:
        return f"{field.name}: {_('yes') if wanted else _('no')}"
    return _(field.name) if wanted else _(field.no)


def _value(field: Field, one: Condition, customs: Customs, name_of: NameOf) -> str:
    if isinstance(one.value, tuple):
        word = pgettext("conditions", "and") if one.op == "all" else pgettext("conditions", "or")
        return f" {word} ".join(value_word(field, value, customs, name_of) for value in one.value)
    if one.op in DAYS:
        return format_date(date.fromisoformat(str(one.value)), "d MMM y", locale="en" if get_language() == "en" else "id")
    if field.kind == "text":
        return f"“{one.value}”"
    return str(one.value)


def _span_words(op: str) -> str:
    return {
        "within": _("in the last %(span)s"),
        "older": _("more than %(span)s ago"),
        "ahead": _("within the next %(span)s"),
    }[op]
