"""What a message says, by its type: words, files that still lie with Meta, and what is neither."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from percaya.channels.common.names import safe_name
from percaya.channels.common.payloads import one, several, word, words
from percaya.channels.common.texts import clean_line
from percaya.channels.contract import AttachmentIn, MediaRef, Rich, RichKind

KEPT = timedelta(days=7)  # a webhook's media id is good for so long
_FILES = ("image", "video", "audio", "document", "sticker", "voice")
_TYPE = re.compile(r"^[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,80}$")


@dataclass(frozen=True, kw_only=True)
class Content:
    text: str = ""
    attachments: tuple[AttachmentIn, ...] = ()
    rich: tuple[Rich, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.attachments or self.rich)


def content_of(message: Mapping[str, Any], at: datetime | None) -> Content:
    """The content of a message (or of the new version in an edit). What we do not know comes as unsupported, with its kind."""
    kind = word(message, "type", 40)
    reader = _READERS.get(kind)
    content = reader(one(message, kind)) if reader else Content()
    if kind in _FILES:
        content = _file(kind, one(message, kind), at)
    elif kind == "contacts":
        content = _people(several(message, "contacts"))
    if content.is_empty:
        content = _unsupported(message, kind)
    advert = _advert(one(message, "referral"))
    return Content(
        text=content.text,
        attachments=content.attachments,
        rich=(*content.rich, *advert),
        fields=_context(one(message, "context")),
    )


def _text(data: Mapping[str, Any]) -> Content:
    return Content(text=words(data, "body"))


def _file(kind: str, data: Mapping[str, Any], at: datetime | None) -> Content:
    key = word(data, "id", 300) or word(data, "url", 1000)
    if not key:
        return Content(text=words(data, "caption"))
    said = word(data, "mime_type", 150).split(";")[0].strip().lower()
    declared = said if _TYPE.match(said) else "application/octet-stream"
    details = {bit: True for bit in ("voice", "animated") if data.get(bit) is True}
    file = AttachmentIn(
        name=safe_name(word(data, "filename", 300), declared, fallback=kind),
        content=b"",
        declared_type=declared,
        content_type=declared,
        details=details,
        fetch=MediaRef(key=key, sha256=_hex(word(data, "sha256", 100)), expires_at=at + KEPT if at else None),
    )
    return Content(text=words(data, "caption"), attachments=(file,))


def _hex(digest: str) -> str:
    """Meta writes digests in base64 here and in hex there."""
    if re.fullmatch(r"[0-9a-fA-F]{64}", digest):
        return digest.lower()
    try:
        raw = base64.b64decode(digest, validate=True)
    except (binascii.Error, ValueError):
        return ""
    return raw.hex() if len(raw) == 32 else ""


def _location(data: Mapping[str, Any]) -> Content:
    place = {key: data.get(key) for key in ("latitude", "longitude")}
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in place.values()):
        return Content()
    named = {key: word(data, key, 500) for key in ("name", "address", "url")}
    return _rich(RichKind.LOCATION, {**place, **{key: value for key, value in named.items() if value}})


def _people(contacts: list[dict[str, Any]]) -> Content:
    people = [
        {
            "name": word(one(card, "name"), "formatted_name", 200) or word(one(card, "name"), "first_name", 200),
            "phones": [word(phone, "phone", 60) for phone in several(card, "phones")[:20] if word(phone, "phone")],
            "emails": [word(mail, "email", 200) for mail in several(card, "emails")[:20] if word(mail, "email")],
            "organisation": word(one(card, "org"), "company", 200),
        }
        for card in contacts[:100]
    ]
    return _rich(RichKind.CONTACTS, {"people": people}) if people else Content()


def _interactive(data: Mapping[str, Any]) -> Content:
    kind = word(data, "type", 40)
    said = one(data, kind)
    if kind in ("button_reply", "list_reply"):
        return _choice(word(said, "id", 300), words(said, "title"), words(said, "description"))
    if kind == "nfm_reply":
        return _form(said)
    return Content()


def _button(data: Mapping[str, Any]) -> Content:
    return _choice(word(data, "payload", 300), words(data, "text") or words(data, "payload"), "")


def _choice(id: str, title: str, description: str) -> Content:
    data = {"id": id, "title": title, "description": description}
    return Content(
        text=title or id, rich=(Rich(kind=RichKind.CHOICE, data={key: value for key, value in data.items() if value}),)
    )


def _form(data: Mapping[str, Any]) -> Content:
    """A filled flow: its answers are JSON inside a string."""
    try:
        given = orjson.loads(data.get("response_json") or "{}")
    except (orjson.JSONDecodeError, TypeError):
        given = {}
    answers = (
        {clean_line(key, 100): _answer(value) for key, value in list(given.items())[:100]} if isinstance(given, dict) else {}
    )
    answers.pop("flow_token", None)
    name = word(data, "name", 100)
    return Content(text=words(data, "body"), rich=(Rich(kind=RichKind.FORM, data={"name": name, "answers": answers}),))


def _answer(value: object) -> str:
    if isinstance(value, str):
        return clean_line(value, 2000)
    return clean_line(orjson.dumps(value).decode(), 2000) if not isinstance(value, bool) else ("true" if value else "false")


def _order(data: Mapping[str, Any]) -> Content:
    items = [
        {
            "id": word(item, "product_retailer_id", 200),
            "quantity": item.get("quantity") if isinstance(item.get("quantity"), int) else word(item, "quantity", 20),
            "price": word(item, "item_price", 40) or _number(item.get("item_price")),
            "currency": word(item, "currency", 8),
        }
        for item in several(data, "product_items")[:200]
    ]
    note = words(data, "text")
    return Content(text=note, rich=(Rich(kind=RichKind.ORDER, data={"catalogue": word(data, "catalog_id"), "items": items}),))


def _number(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else ""


def _unsupported(message: Mapping[str, Any], kind: str) -> Content:
    told = next(iter(several(message, "errors")), {})
    what = word(one(message, "unsupported"), "type", 60) or kind or "unknown"
    why = word(one(told, "error_data"), "details", 300) or word(told, "title", 300)
    return _rich(RichKind.UNSUPPORTED, {"kind": what, "reason": why} if why else {"kind": what})


def _advert(data: Mapping[str, Any]) -> tuple[Rich, ...]:
    named = {"headline": words(data, "headline"), "body": words(data, "body"), "url": word(data, "source_url")}
    named |= {"source": word(data, "source_type"), "id": word(data, "source_id"), "click": word(data, "ctwa_clid")}
    known = {key: value for key, value in named.items() if value}
    return (Rich(kind=RichKind.ADVERT, data=known),) if known else ()


def _context(data: Mapping[str, Any]) -> dict[str, Any]:
    """That it was passed on, and which product of the catalogue it asks about."""
    told: dict[str, Any] = {}
    if data.get("forwarded") is True or data.get("frequently_forwarded") is True:
        told["forwarded"] = "often" if data.get("frequently_forwarded") is True else "once"
    if product := word(one(data, "referred_product"), "product_retailer_id", 200):
        told["product"] = product
    return told


def _rich(kind: RichKind, data: Mapping[str, Any]) -> Content:
    return Content(rich=(Rich(kind=kind, data=data),))


_READERS: dict[str, Callable[[Mapping[str, Any]], Content]] = {
    "text": _text,
    "location": _location,
    "interactive": _interactive,
    "button": _button,
    "order": _order,
}
