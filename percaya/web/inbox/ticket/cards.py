"""What a message holds beside words and files, as cards: places, people, choices, orders, stories. Everything in them came from
outside: numbers are checked, and only addresses of the web become links."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.channels.contract import RichKind
from percaya.web.ui.times import language

STORY_LASTS = timedelta(hours=24)
MOST_LINES = 30
_MOST_WORDS = 400
_AMOUNT, _CURRENCY = re.compile(r"\d{1,12}(\.\d{1,4})?", re.ASCII), re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Card:
    """``title`` in bold, ``lines`` below it; ``href`` with the words of its link. ``kind`` for the looks."""

    kind: str
    glyph: str
    title: str
    lines: Sequence[str] = ()
    href: str = ""
    link: str = ""


def cards(fields: Mapping[str, Any], said_at: datetime) -> list[Card]:
    """Of what came in (``rich``) and of what we sent (``out``), in their order."""
    found = [_card(one, said_at) for one in fields.get("rich", []) if isinstance(one, Mapping)]
    out = fields.get("out", {})
    if out.get("location"):
        found.append(_location(out["location"]))
    if out.get("public"):
        found.append(Card("comment", "globe", _("Answered under the comment, for all to see")))
    if out.get("offer"):
        found.append(_offer(out["offer"]))
    return found[:MOST_LINES]


def _card(one: Mapping[str, Any], said_at: datetime) -> Card:
    data = one.get("data")
    kind = str(one.get("kind", ""))
    make = _KINDS.get(kind, _unsupported)
    card = make(data if isinstance(data, Mapping) else {})
    if kind == RichKind.STORY and said_at + STORY_LASTS < timezone.now():
        gone = _("The story has ended; what was in it can no longer be opened.")
        return replace(card, lines=[*card.lines, gone], href="", link="")
    return card


def _location(data: Mapping[str, Any]) -> Card:
    lines = [_words(data.get("address"))]
    href = ""
    try:
        latitude, longitude = float(data["latitude"]), float(data["longitude"])
        lines.append(f"{latitude:.5f}, {longitude:.5f}")
        href = f"https://www.openstreetmap.org/?mlat={latitude:.6f}&mlon={longitude:.6f}#map=16/{latitude:.6f}/{longitude:.6f}"
    except (KeyError, TypeError, ValueError):
        pass
    return Card("location", "pin", _words(data.get("name")) or _("Location"), _some(lines), href, _("Open in OpenStreetMap"))


def _contacts(data: Mapping[str, Any]) -> Card:
    people = [one for one in _list(data.get("people") or data.get("contacts")) if isinstance(one, Mapping)]
    lines = [" · ".join(_some(_person(one))) for one in people]
    return Card("contacts", "person", _("Contacts") if len(lines) > 1 else _("Contact"), _some(lines))


def _person(one: Mapping[str, Any]) -> list[str]:
    named = [_words(one.get("name")), _words(one.get("organisation"))]
    return [*named, *_strings(one.get("phones")), *_strings(one.get("emails"))]


def _choice(data: Mapping[str, Any]) -> Card:
    title = _("Chose “%(title)s”") % {"title": _words(data.get("title")) or _words(data.get("id"))}
    return Card("choice", "check", title, _some([_words(data.get("description"))]))


def _form(data: Mapping[str, Any]) -> Card:
    answers = data.get("answers")
    lines = [f"{label}: {_words(value)}" for label, value in answers.items()] if isinstance(answers, Mapping) else []
    return Card("form", "list", _words(data.get("name")) or _("Filled form"), _some(lines))


def _order(data: Mapping[str, Any]) -> Card:
    lines = []
    for item in _list(data.get("items")):
        if isinstance(item, Mapping):
            price = _price(_words(item.get("price")), _words(item.get("currency")))
            lines.append(" · ".join(_some([f"{_words(item.get('quantity')) or 1} × {_words(item.get('id'))}", price])))
    return Card("order", "ticket", _("Order from the catalogue"), _some([*lines, _words(data.get("note"))]))


def _price(amount: str, currency: str) -> str:
    """Rp185.000 rather than 185000 IDR; what is no amount stays as it came."""
    if not (_AMOUNT.fullmatch(amount) and _CURRENCY.fullmatch(currency)):
        return " ".join(_some([amount, currency]))
    value = Decimal(amount)
    is_whole = value == value.to_integral_value()
    return format_currency(value, currency, "¤#,##0" if is_whole else None, language(), currency_digits=not is_whole)


def _story(data: Mapping[str, Any]) -> Card:
    title = _("Mentioned us in a story") if data.get("how") == "mention" else _("Answered our story")
    return Card("story", "image", title, (), _web(data.get("url")), _("Open the story"))


def _advert(data: Mapping[str, Any]) -> Card:
    lines = _some([_words(data.get("headline")), _words(data.get("source"))])
    return Card("advert", "star", _("Came from an advertisement"), lines, _web(data.get("url")), _("Open the advertisement"))


def _comment(data: Mapping[str, Any]) -> Card:
    return Card("comment", "globe", _("Comment, for all to see"), (), _web(data.get("url")), _("Open the post"))


def _system(data: Mapping[str, Any]) -> Card:
    return Card("system", "info", _words(data.get("text")) or _("Message of the channel itself"))


def _unsupported(data: Mapping[str, Any]) -> Card:
    return Card(
        "unsupported", "help", _("This kind of message is not known yet; the original is kept"), _some([_words(data.get("kind"))])
    )


def _offer(data: Mapping[str, Any]) -> Card:
    lines = [" · ".join(_some([_words(one.get("title")), _words(one.get("description"))])) for one in _list(data.get("choices"))]
    return Card("offer", "list", _words(data.get("button")) or _("Quick answers"), _some(lines))


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], Card]] = {
    RichKind.LOCATION: _location,
    RichKind.CONTACTS: _contacts,
    RichKind.CHOICE: _choice,
    RichKind.FORM: _form,
    RichKind.ORDER: _order,
    RichKind.STORY: _story,
    RichKind.ADVERT: _advert,
    RichKind.COMMENT: _comment,
    RichKind.SYSTEM: _system,
}


def _words(value: Any) -> str:
    return str(value)[:_MOST_WORDS].strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _web(value: Any) -> str:
    text = _words(value)
    return text if text.startswith(("https://", "http://")) else ""


def _list(value: Any) -> Sequence[Any]:
    return value[:MOST_LINES] if isinstance(value, list | tuple) else ()


def _strings(value: Any) -> list[str]:
    return [_words(one) for one in _list(value)]


def _some(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line]
