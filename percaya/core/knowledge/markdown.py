"""An article's Markdown as safe HTML: headings with addresses, tables, code, callouts, pictures through our own door.

Raw HTML in it is text. Pictures are only those of ``image:<public id>``; a picture from elsewhere would tell its server who
reads, so it becomes a link. Whatever comes out has gone through nh3 besides. Pure.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from html import escape

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from percaya.core.knowledge.policy import Anchors, plain

PictureUrl = Callable[[str], str]  # public id -> address; "" for none
_TAGS = {
    "p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "h2", "h3", "h4", "h5", "img",
    "table", "thead", "tbody", "tr", "th", "td", "aside", "div",
}  # fmt: skip
_CALLOUT = re.compile(r"^\[!(NOTE|TIP|WARNING)\]\s*", re.IGNORECASE)
_PICTURE = re.compile(r"^image:(img_[a-z0-9]{26})$")
_CLASSES = {f"callout callout--{kind}" for kind in ("note", "tip", "warning")} | {"table-scroll"}


@dataclass(frozen=True)
class Rendered:
    """``headings``: (anchor, words, level 2–4), for a table of contents."""

    html: str
    headings: tuple[tuple[str, str, int], ...]


@cache
def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"html": False, "linkify": False, "maxNesting": 20})
        .enable(["table", "strikethrough"])
        .disable("lheading")
    )
    parser.validateLink = may_lead  # type: ignore[method-assign]
    return parser


def render(markdown: str, picture_url: PictureUrl) -> Rendered:
    """``picture_url`` says where a picture is to be had; for one that is not the reader's to see it says ""."""
    tokens = _parser().parse(markdown[:100_000])
    headings = _mark_headings(tokens)
    _mark_callouts(tokens)
    for token in tokens:
        token.children = [_picture(child, picture_url) for child in token.children or []] or token.children
    html = _parser().renderer.render(tokens, _parser().options, {})
    html = html.replace("<table>", '<div class="table-scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
    return Rendered(_clean(html), tuple(headings))


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={
            "a": {"href", "title"},
            "img": {"src", "alt", "loading"},
            **{f"h{level}": {"id"} for level in range(2, 6)},
            "ol": {"start"},
            "aside": {"class"},
            "div": {"class", "tabindex"},
        },
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return value if value in _CLASSES else None
    if name == "id":
        return value if re.fullmatch(r"b-[a-z0-9-]{1,80}", value) else None
    if tag == "img" and name == "src":
        return value if value.startswith("/") and not value.startswith("//") else None
    return value


def may_lead(url: str) -> bool:
    """Pages, mail, phones, places in this help centre; our own pictures."""
    told = url.strip().lower()
    return told.startswith(("http://", "https://", "mailto:", "tel:", "#", "image:img_")) or (
        told.startswith("/") and not told.startswith(("//", "/\\"))
    )


def _mark_headings(tokens: list[Token]) -> list[tuple[str, str, int]]:
    """The page's own title is the h1, so ``#`` and ``##`` are both h2."""
    anchors, found = Anchors(), []
    for at, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        depth = int(token.tag[1])
        level = max(2, min(depth, 5))
        if token.type == "heading_open":
            words = plain(tokens[at + 1].content)
            anchor = anchors.next(words) if words and depth <= 4 and token.level == 0 else ""
            if anchor:
                token.attrSet("id", anchor)
                found.append((anchor, words, level))
        token.tag = f"h{level}"
    return found


def _mark_callouts(tokens: list[Token]) -> None:
    """``> [!TIP] words`` is a callout, as people know it from other editors."""
    open_at: list[tuple[Token, bool]] = []
    for at, token in enumerate(tokens):
        if token.type == "blockquote_open":
            inline = tokens[at + 2] if at + 2 < len(tokens) and tokens[at + 2].type == "inline" else None
            said = _CALLOUT.match(inline.content) if inline else None
            if said and inline and inline.children:
                token.tag = "aside"
                token.attrSet("class", f"callout callout--{said[1].lower()}")
                first = inline.children[0]
                first.content = _CALLOUT.sub("", first.content)
            open_at.append((token, bool(said)))
        elif token.type == "blockquote_close" and open_at:
            token.tag = "aside" if open_at.pop()[1] else "blockquote"


def _picture(token: Token, picture_url: PictureUrl) -> Token:
    if token.type != "image":
        return token
    source, words = str(token.attrGet("src") or ""), token.content
    ours = _PICTURE.match(source)
    made = Token("html_inline", "", 0)
    address = picture_url(ours[1]) if ours else ""
    if address:
        made.content = f'<img src="{escape(address)}" alt="{escape(words)}" loading="lazy">'
    elif source.startswith(("http://", "https://")):
        made.content = f'<a href="{escape(source)}">{escape(words or source)}</a>'
    else:
        made.content = escape(words)
    return made
