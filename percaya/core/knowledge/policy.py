"""How titles become addresses, articles passages, and what may be asked of one. Pure."""

import re
import unicodedata
from dataclasses import dataclass

LANGUAGES = ("id", "en")
AUDIENCES = ("public", "internal")
MOST_CHARACTERS = 60_000  # of one text
_HEADING = re.compile(r"^ {0,3}(#{1,4})[ \t]+(.+?)[ \t#]*$")
_FENCE = re.compile(r"^[ ]{0,3}(```|~~~)")
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,500}\)")
_LINK = re.compile(r"\[([^\]\n]{0,300})\]\([^)\n]{0,1000}\)")
_MARKS = re.compile(r"^\s*\|?\s*:?-{3,}.*$|[*_`~>|]+|^\s*(?:[-+]|\d{1,3}\.)\s+|\[!\w+\]", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """What stands under one heading. ``anchor`` is empty for what stands above the first."""

    heading: str
    anchor: str
    plain: str


def slug_of(title: str, most: int = 80) -> str:
    """ "Pesanan saya rusak!" -> "pesanan-saya-rusak"; never empty."""
    flat = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", flat).strip("-")[:most].strip("-") or "artikel"


def pieces(markdown: str) -> list[Piece]:
    """An article cut at its headings, as plain words; anchors as ``markdown.py`` gives them."""
    found: list[tuple[str, list[str]]] = [("", [])]
    fenced = False
    for line in markdown.splitlines():
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        if heading:
            found.append((plain(heading[2]), []))
        else:
            found[-1][1].append(line)
    anchors = Anchors()
    made = [Piece(head[:200], anchors.next(head) if head else "", plain("\n".join(lines))) for head, lines in found]
    return [one for one in made if one.heading or one.plain]


class Anchors:
    """Gives each heading of an article an address of its own."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def next(self, heading: str) -> str:
        slug = slug_of(heading, 60)
        count = self._given[slug] = self._given.get(slug, 0) + 1
        return f"b-{slug}" if count == 1 else f"b-{slug}-{count}"


def plain(markdown: str) -> str:
    """The words without the marks: for the index, for snippets and for mails."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", markdown))
    return " ".join(_MARKS.sub(" ", text).split())


def images_in(markdown: str) -> set[str]:
    """The public ids of the pictures that a text names."""
    return set(re.findall(r"\(image:(img_[a-z0-9]{26})\)", markdown))
