"""The approved templates of the business account, a page at a time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from percaya.channels.common.graph import graph_error, graph_get
from percaya.channels.common.payloads import load_payload, one, several, word, words
from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.channels.contract.abilities import TemplateFacts

PAGE = "100"
_FIELDS = "id,name,language,status,category,quality_score,rejected_reason,components,parameter_format"
_BLANK = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,60})\s*\}\}")
_STATES = {
    "APPROVED": "approved", "PENDING": "pending", "IN_APPEAL": "pending", "REJECTED": "rejected", "PAUSED": "paused",
    "DISABLED": "disabled", "LIMIT_EXCEEDED": "rejected",
}  # fmt: skip
_MEDIA = {"IMAGE": "image", "VIDEO": "video", "DOCUMENT": "document", "LOCATION": "location"}


def list_templates(account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | tuple[TemplateFacts, ...]:
    """The next page to ask for, or all of them. Raises ``ValueError`` with what Meta said."""
    waba = str(account.settings.get("waba_id") or "").strip()
    if not waba:
        raise ValueError("Fill in the id of the WhatsApp Business account first.")
    pages = [_page(answer) for answer in so_far]
    after = word(one(one(pages[-1], "paging"), "cursors"), "after", 500) if pages else ""
    is_last = bool(pages) and not (after and one(pages[-1], "paging").get("next"))
    if is_last or len(pages) >= 100:
        return tuple(_template(item) for page in pages for item in several(page, "data") if word(item, "name"))
    query = {"fields": _FIELDS, "limit": PAGE} | ({"after": after} if after else {})
    return graph_get(account, f"{waba}/message_templates", query, step=f"page.{len(pages)}")


def _page(answer: Answer) -> dict[str, Any]:
    error = graph_error(answer)
    if answer.code != 200 or error:
        raise ValueError((error.said if error else "") or f"WhatsApp answered {answer.code} when asked for the templates.")
    return load_payload(answer.body)


def _template(item: Mapping[str, Any]) -> TemplateFacts:
    parts = {word(part, "type", 20).upper(): part for part in several(item, "components")}
    header, body, footer = (parts.get(name, {}) for name in ("HEADER", "BODY", "FOOTER"))
    kind = word(header, "format", 20).upper()
    buttons = several(parts.get("BUTTONS", {}), "buttons")
    reason = word(item, "rejected_reason", 300)
    quality = word(one(item, "quality_score"), "score", 20).lower()
    blanks = list(_blanks(header, kind, words(body, "text"), buttons))
    return TemplateFacts(
        external_id=word(item, "id", 60),
        name=word(item, "name", 512),
        language=word(item, "language", 20),
        category=word(item, "category", 40).lower(),
        state=_STATES.get(word(item, "status", 40).upper(), "disabled"),
        quality=quality if quality in ("green", "yellow", "red") else "",
        reason="" if reason.upper() == "NONE" else reason,
        header=words(header, "text"),
        header_kind=_MEDIA.get(kind, "text" if words(header, "text") else ""),
        body=words(body, "text"),
        footer=words(footer, "text"),
        buttons=tuple(_button(button) for button in buttons),
        blanks=tuple(dict.fromkeys(blanks)),
        examples=_examples(blanks, header, body),
    )


def _button(button: Mapping[str, Any]) -> dict[str, str]:
    shown = {"kind": word(button, "type", 40).lower(), "text": words(button, "text"), "url": word(button, "url", 2000)}
    return {key: value for key, value in (shown | {"phone": word(button, "phone_number", 40)}).items() if value}


def _blanks(header: Mapping[str, Any], kind: str, body: str, buttons: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Every key that must be filled, in reading order."""
    if kind in _MEDIA:
        yield f"header.{_MEDIA[kind]}"
    yield from (f"header.{blank}" for blank in _BLANK.findall(words(header, "text")))
    yield from _BLANK.findall(body)
    for at, button in enumerate(buttons):
        if _BLANK.search(word(button, "url", 2000)):
            yield f"button.{at}.1"
        elif word(button, "type").upper() == "COPY_CODE":
            yield f"button.{at}.code"


def _examples(blanks: Sequence[str], header: Mapping[str, Any], body: Mapping[str, Any]) -> dict[str, str]:
    """By blank: Meta gives them in a list for numbered blanks, by name for named ones."""
    example = one(body, "example")
    rows = example.get("body_text")
    row = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []
    found = dict(zip([blank for blank in blanks if "." not in blank], (str(value)[:200] for value in row), strict=False))
    found |= {word(given, "param_name"): word(given, "example", 200) for given in several(example, "body_text_named_params")}
    heads = one(header, "example").get("header_text")
    head = heads if isinstance(heads, list) else []
    named = [blank for blank in blanks if blank.startswith("header.")]
    return found | dict(zip(named, (str(value)[:200] for value in head), strict=False))
