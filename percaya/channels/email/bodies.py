"""What of a mail is its text, what its HTML, and what the rest is.

A mail is a sequence of blocks, each with text, HTML or both: Apple Mail puts pictures between several text parts, and
gateways add a disclaimer as one more part. Reading only the first part would lose words.
"""

from dataclasses import dataclass, field

from percaya.channels.common.texts import clean_text
from percaya.channels.email.charsets import decoded
from percaya.channels.email.flowed import unflowed
from percaya.channels.email.parts import Part
from percaya.channels.email.uuencode import split_uuencoded

_IGNORED_ALTERNATIVES = {"text/x-amp-html", "text/watch-html"}
MAX_TEXT = 1_000_000  # characters of one text part; a log file pasted whole is cut, with a warning


@dataclass(slots=True)
class Block:
    text: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Contents:
    """The mail sorted out. ``loose`` are the parts that are no body, with a word on where they stood."""

    blocks: list[Block] = field(default_factory=list)
    loose: list[tuple[Part, str]] = field(default_factory=list)  # (part, "" | "signature" | "encrypted")
    uuencoded: list[tuple[str, bytes]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def sorted_out(root: Part) -> Contents:
    """Walk the tree once and say what each part is for."""
    contents = Contents()
    _place(root, contents)
    return contents


def _place(part: Part, contents: Contents) -> None:
    if part.cut:
        contents.warnings.append("parts-cut")
    kind, _, subtype = part.content_type.partition("/")
    if kind != "multipart":
        _place_leaf(part, contents)
    elif part.cut and not part.children:
        contents.loose.append((part, ""))  # too deep to be a letter; kept as a file
    elif not part.children:
        # No boundary to be found: what is there is still shown.
        part.content_type = "text/plain"
        _place_leaf(part, contents)
    elif subtype == "alternative":
        _place_alternative(part, contents)
    elif subtype == "signed":
        _place(part.children[0], contents)
        contents.loose += [(child, "signature") for child in part.children[1:]]
    elif subtype == "encrypted":
        contents.warnings.append("encrypted")
        contents.loose += [(child, "encrypted") for child in part.children]
    else:
        for child in part.children:
            _place(child, contents)


def _place_leaf(part: Part, contents: Contents) -> None:
    if not _is_body(part, contents):
        contents.loose.append((part, ""))
    elif part.content_type == "text/html":
        contents.blocks.append(Block(html=_text_of(part, contents)))
    else:
        contents.blocks.append(Block(text=_text_of(part, contents)))


def _is_body(part: Part, contents: Contents) -> bool:
    if part.disposition == "attachment" or part.content_type not in ("text/plain", "text/html", "text/enriched", "text"):
        return False
    # Some clients name even the body; a named text behind the body is a file.
    return not part.name or (not contents.blocks and part.disposition != "inline")


def _place_alternative(part: Part, contents: Contents) -> None:
    """The same words in several shapes: one block with the first text and the richest (last) HTML."""
    inner = Contents(warnings=contents.warnings)
    texts: list[str] = []
    htmls: list[str] = []
    for child in part.children:
        if child.content_type in _IGNORED_ALTERNATIVES:
            continue
        inner.blocks = []
        _place(child, inner)
        texts.append("\n".join(block.text for block in inner.blocks if block.text))
        htmls.append("\n".join(block.html for block in inner.blocks if block.html))
    text = next((text for text in texts if text.strip()), "")
    html = next((html for html in reversed(htmls) if html.strip()), None)
    contents.blocks.append(Block(text=text, html=html))
    contents.loose += inner.loose
    contents.uuencoded += inner.uuencoded


def _text_of(part: Part, contents: Contents) -> str:
    raw = part.content()
    if part.content_type != "text/html" and b"\nend" in raw and b"begin " in raw:
        raw, files = split_uuencoded(raw)
        contents.uuencoded += files
    text, sure = decoded(raw, part.params.get("charset", ""), part.headers.hint)
    if not sure:
        contents.warnings.append("bad-charset")
    text = clean_text(text)
    if part.content_type != "text/html":
        if len(text) > MAX_TEXT:
            text = text[:MAX_TEXT]
            contents.warnings.append("text-cut")
        if part.params.get("format", "").lower() == "flowed":
            text = unflowed(text, part.params.get("delsp", "").lower() == "yes")
    return text
