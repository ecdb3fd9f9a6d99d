"""A template with its blanks filled, as WhatsApp wants it: "1" or a name for the body, "header.1", "button.0.1" elsewhere."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from percaya.channels.contract import TemplateOut

_MEDIA = ("image", "video", "document")
_PLACE = re.compile(r"^(?:header\.(?P<header>.+)|button\.(?P<button>\d{1,2})\.(?P<blank>.+))$")


def template_body(template: TemplateOut) -> dict[str, Any]:
    """Name, language and components. Raises ``ValueError`` for a blank that is left empty."""
    empty = [key for key, value in template.values.items() if not str(value).strip()]
    if empty:
        raise ValueError(f"Fill in {{{{{empty[0]}}}}} of the template first.")
    body = {"name": template.name, "language": {"code": template.language}}
    components = list(_components(template.values))
    return {**body, "components": components} if components else body


def _components(values: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    header = {key.removeprefix("header."): value for key, value in values.items() if key.startswith("header.")}
    body = {key: value for key, value in values.items() if not _PLACE.match(key)}
    if header:
        yield {"type": "header", "parameters": [_header(key, value) for key, value in _in_order(header)]}
    if body:
        yield {"type": "body", "parameters": [_text(key, value) for key, value in _in_order(body)]}
    for key, value in sorted(values.items()):
        if (found := _PLACE.match(key)) and found["button"]:
            yield {"type": "button", **_button(found["button"], found["blank"], value)}


def _in_order(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Numbered blanks by their number: "10" after "9"."""
    return sorted(values.items(), key=lambda item: (int(item[0]) if item[0].isdecimal() else 0, item[0]))


def _text(key: str, value: str) -> dict[str, Any]:
    """WhatsApp takes neither line ends nor more than four spaces in a row inside a blank."""
    text = re.sub(r"\s*[\r\n\t]+\s*", " ", value).strip()
    named = {} if key.isdecimal() else {"parameter_name": key}
    return {"type": "text", "text": re.sub(r" {4,}", "   ", text), **named}


def _header(key: str, value: str) -> dict[str, Any]:
    if key in _MEDIA:  # the address of a file, or the id of one that was uploaded
        return {"type": key, key: {"link" if value.startswith("https://") else "id": value}}
    if key == "location":
        return {"type": "location", "location": _place(value)}
    return _text(key, value)


def _place(value: str) -> dict[str, str]:
    """From "latitude, longitude, name, address"."""
    bits = [bit.strip() for bit in value.split(",", 3)]
    return {key: bit for key, bit in zip(("latitude", "longitude", "name", "address"), bits, strict=False) if bit}


def _button(index: str, blank: str, value: str) -> dict[str, Any]:
    if blank == "payload":
        return {"sub_type": "quick_reply", "index": index, "parameters": [{"type": "payload", "payload": value}]}
    if blank == "code":
        return {"sub_type": "copy_code", "index": index, "parameters": [{"type": "coupon_code", "coupon_code": value}]}
    return {"sub_type": "url", "index": index, "parameters": [{"type": "text", "text": value.strip()}]}
