"""A template's words as the customer will read them."""

import re
from collections.abc import Mapping
from typing import Protocol

_BLANK = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


class Worded(Protocol):
    """What of a template is words (``abilities.TemplateFacts``, or a row that keeps them)."""

    @property
    def header(self) -> str: ...
    @property
    def header_kind(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def footer(self) -> str: ...


def filled(template: Worded, values: Mapping[str, str]) -> str:
    """Header, body and footer with their blanks filled; a blank without a value stays as it is."""

    def put(text: str, prefix: str = "") -> str:
        return _BLANK.sub(lambda found: values.get(prefix + found[1]) or values.get(found[1], "") or found[0], text)

    header = put(template.header, "header.") if template.header_kind == "text" else ""
    return "\n\n".join(part for part in (header, put(template.body), template.footer) if part)
