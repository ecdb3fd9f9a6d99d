"""Indonesian is complete: every sentence that code or a page marks for translation has one, with the same names in it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from tests.architecture.sources import PRODUCT, ROOT

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "N_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
NAMES = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def sources() -> Iterator[tuple[Path, str]]:
    yield from ((path, "python") for path in PRODUCT.rglob("*.py") if "migrations" not in path.parts)
    yield from ((path, "jinja2") for path in PRODUCT.rglob("jinja2/**/*.html"))
    yield from ((path, "jinja2") for path in PRODUCT.rglob("jinja2/**/*.txt"))


@cache
def marked() -> dict[object, str]:
    """Message id (or its plural pair) -> where it stands."""
    found: dict[object, str] = {}
    for path, method in sources():
        options = {"trimmed": "true", "newstyle_gettext": "true", "extensions": "jinja2.ext.i18n"} if method == "jinja2" else {}
        kind = "jinja2.ext:babel_extract" if method == "jinja2" else "python"
        with path.open("rb") as file:
            for line, message, _comments, _context in extract(kind, file, keywords=KEYWORDS, options=options):  # type: ignore[arg-type]
                if message and any(message if isinstance(message, tuple) else [message]):
                    found.setdefault(message, f"{path.relative_to(ROOT)}:{line}")
    return found


@cache
def indonesian() -> dict[str, Message]:
    """Every translated message of every room's catalogue, by its (singular) id."""
    merged: dict[str, Message] = {}
    for po in sorted(PRODUCT.rglob("locale/id/LC_MESSAGES/django.po")):
        with po.open("rb") as file:
            catalogue: Catalog = read_po(file, locale="id")
        for message in catalogue:
            if message.id and message.string and (all(message.string) if isinstance(message.string, tuple) else True):
                merged[message.id if isinstance(message.id, str) else message.id[0]] = message
    return merged


def test_there_is_something_to_translate() -> None:
    assert len(marked()) > 100


def test_every_marked_sentence_has_an_indonesian_one() -> None:
    missing = [f"{place}: {_single(message)!r}" for message, place in marked().items() if _single(message) not in indonesian()]
    assert missing == [], f"{len(missing)} sentences have no Indonesian:\n" + "\n".join(missing[:40])


def test_translations_keep_the_names_in_them() -> None:
    wrong = []
    for single, message in indonesian().items():
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in told:
            if _names(str(text)) - _names(single) - (_names(message.id[1]) if isinstance(message.id, tuple) else set()):
                wrong.append(f"{single!r} -> {text!r}")
    assert wrong == []


@pytest.mark.parametrize("po", sorted(PRODUCT.rglob("*.po")), ids=lambda po: po.relative_to(PRODUCT).parts[1])
def test_no_translation_is_marked_as_a_guess(po: Path) -> None:
    assert "#, fuzzy" not in po.read_text().split("\n\n", 1)[-1]


def _single(message: object) -> str:
    return str(message[0]) if isinstance(message, tuple) else str(message)


def _names(text: str) -> set[str]:
    return {first or second for first, second in NAMES.findall(text)}
