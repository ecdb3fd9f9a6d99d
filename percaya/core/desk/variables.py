"""The slots of templates, ``{{contact.name}}``, and filling them. Pure.

What is unknown stays open, is shown to the writer and keeps the text from leaving. Only a form of address may be missing:
where none is noted the sentence is written without one, never with a guessed one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

NAMES = (
    "contact.name",
    "contact.salutation",
    "ticket.number",
    "ticket.subject",
    "ticket.status_link",
    "agent.name",
    "workspace.name",
    "brand.name",
    "due",
    "now",
    "today",
)
FIELD = "field."  # {{field.order_number}}: a custom field of the ticket, by its key
_MAY_BE_MISSING = frozenset({"contact.salutation"})
_SLOT = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z0-9_-]+)?)\s*\}\}( ?)")


@dataclass(frozen=True)
class Filled:
    """``values``: where filled words stand in ``text``, as (start, end); ``missing``: names that stayed open."""

    text: str
    values: tuple[tuple[int, int], ...]
    missing: tuple[str, ...]


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put the values in. A name without a value stays as it was written."""
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    missing: dict[str, None] = {}
    size = at = 0
    for found in _SLOT.finditer(text):
        name = found[1]
        if not is_known(name):
            continue
        before = text[at : found.start()]
        out.append(before)
        size += len(before)
        value = values.get(name, "")
        if value:
            spans.append((size, size + len(value)))
            piece = value + found[2]
        elif name in _MAY_BE_MISSING:
            piece = ""
        else:
            missing[name] = None
            piece = found[0]
        out.append(piece)
        size += len(piece)
        at = found.end()
    out.append(text[at:])
    return Filled("".join(out), tuple(spans), tuple(missing))


def used(text: str) -> list[str]:
    """The names of the slots of a text, known or not."""
    return list(dict.fromkeys(found[1] for found in _SLOT.finditer(text)))


def unknown(text: str) -> list[str]:
    """Slots that nothing can ever fill: a slip of the pen, to be said when the template is saved."""
    return [name for name in used(text) if not is_known(name)]


def is_known(name: str) -> bool:
    return name in NAMES or (name.startswith(FIELD) and len(name) > len(FIELD))
