"""HTML of a stranger made safe to show in a sandboxed frame.

Scripts, forms, frames, style sheets and event handlers go; links keep only http, https, mailto and tel; remote
pictures do not load (they tell the sender that and where the mail was opened) until the reader asks for them: their
address waits in ``data-remote-src``. ``cid:`` pictures stay, the page maps them to the attachments of that content id.
"""

import binascii
import re
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote

import nh3

from percaya.channels.email.html_quotes import with_folded_quotes
from percaya.channels.email.words import lenient_base64

MAX_HTML = 600_000  # characters; beyond it the page is cut, with a warning
MAX_CLEAN = 800_000
MAX_OPEN_TAGS = 300  # nesting costs the sanitiser quadratic time: 100,000 open <div> took 13 s
MAX_TAGS = 60_000

_TAGS = {
    "a", "abbr", "address", "article", "b", "big", "blockquote", "br", "caption", "center", "cite", "code", "col",
    "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "main", "mark", "ol", "p",
    "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_DROPPED_WHOLE = {"script", "style", "title", "noscript", "template", "svg", "math", "iframe", "object", "select", "textarea"}
_ATTRIBUTES = {
    "*": {"align", "dir", "lang", "style", "title", "valign"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "tr": {"bgcolor"},
    "font": {"color", "face", "size"},
    "ol": {"start", "type"},
    "li": {"value"},
    "blockquote": {"type"},
}
# No property that can fetch, float over the page or hide text from the reader.
_STYLES = {
    "background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-radius",
    "border-right", "border-style", "border-top", "border-width", "color", "font-family", "font-size", "font-style",
    "font-weight", "line-height", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "padding",
    "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align", "text-decoration", "text-indent",
    "vertical-align", "white-space", "width", "max-width",
}  # fmt: skip
# Marks by which mail clients wrap what they quote; html_quotes folds them and takes the marks away.
QUOTE_CLASSES = {"gmail_quote", "gmail_quote_container", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "percaya_quote"}

_IMG = re.compile(r'<img((?:\s+[a-z-]+="[^"]*")*)\s*>')
_SRC = re.compile(r'(\s)src="([^"]*)"')
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
# Elements the parser closes by itself, or that have no inside: they do not nest however many are open.
_FLAT = {
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "head", "hr", "html", "img", "input", "li", "link", "meta",
    "option", "p", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
}  # fmt: skip
_DATA = re.compile(r"^data:image/(png|gif|jpe?g|webp);base64,", re.IGNORECASE)


@dataclass(slots=True)
class SafeHtml:
    html: str
    remote_images: int = 0
    content_ids: frozenset[str] = frozenset()  # cids the HTML shows
    embedded: tuple[tuple[str, str, bytes], ...] = ()  # pictures that were data: URLs: (content id, type, bytes)
    cut: bool = False


def safe_html(html: str) -> SafeHtml:
    """Sanitise. Honest HTML costs milliseconds, made-up HTML seconds: see ``guards.needs_a_child``."""
    html, cut = _bounded(html)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED_WHOLE,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        allowed_classes={"div": QUOTE_CLASSES, "blockquote": QUOTE_CLASSES},
        filter_style_properties=_STYLES,
        attribute_filter=_only_fitting_urls,
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    if len(clean) > MAX_CLEAN:  # unclosed tags can multiply: 70 kB have become 114 MB
        clean, cut = clean[:MAX_CLEAN].rpartition("<")[0], True
    pictures = _Pictures()
    clean = _IMG.sub(pictures.replace, clean)
    clean = with_folded_quotes(clean).strip()
    return SafeHtml(clean, pictures.remote, frozenset(pictures.content_ids), tuple(pictures.embedded), cut)


def _bounded(html: str) -> tuple[str, bool]:
    """Cut before the length, the number of tags or the nesting becomes a weapon."""
    cut = len(html) > MAX_HTML
    if cut:
        html = html[:MAX_HTML].rpartition("<")[0]
    depth = 0
    for count, tag in enumerate(_TAG.finditer(html)):
        if tag[2].lower() not in _FLAT:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > MAX_OPEN_TAGS or count > MAX_TAGS:
            return html[: tag.start()], True
    return html, cut


def _only_fitting_urls(tag: str, attribute: str, value: str) -> str | None:
    """cid: and data: are for pictures alone; a link with them is dropped."""
    if attribute not in ("href", "src"):
        return value
    scheme = value.strip().partition(":")[0].lower()
    if attribute == "href" and scheme in ("cid", "data"):
        return None
    if attribute == "src" and (scheme not in ("http", "https", "cid", "data") or (scheme == "data" and not _DATA.match(value))):
        return None
    return value


class _Pictures:
    """Rewrites <img> tags of already sanitised HTML (its attributes are always quoted and escaped)."""

    def __init__(self) -> None:
        self.remote = 0
        self.content_ids: set[str] = set()
        self.embedded: list[tuple[str, str, bytes]] = []

    def replace(self, tag: re.Match[str]) -> str:
        return f"<img{_SRC.sub(self._source, tag[1])}>"

    def _source(self, match: re.Match[str]) -> str:
        url = unescape(match[2]).strip()
        scheme = url.partition(":")[0].lower()
        if scheme == "cid":
            content_id = unquote(url[4:])  # some programs write the @ as %40
            self.content_ids.add(content_id)
            return f'{match[1]}src="cid:{escape(content_id)}"'
        if scheme == "data":
            return self._embedded(match, url)
        self.remote += 1
        return f'{match[1]}data-remote-src="{match[2]}"'

    def _embedded(self, match: re.Match[str], url: str) -> str:
        """A data: picture becomes an inline attachment: it keeps the HTML small and is stored once."""
        head, _, body = url.partition(",")
        try:
            content = lenient_base64(body.encode("ascii", "ignore"))
        except (binascii.Error, ValueError):
            return ""
        content_id = f"embedded-{len(self.embedded) + 1}"
        self.embedded.append((content_id, head[5:].partition(";")[0].lower(), content))
        self.content_ids.add(content_id)
        return f'{match[1]}src="cid:{content_id}"'
