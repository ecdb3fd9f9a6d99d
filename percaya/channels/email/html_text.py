"""Readable text of sanitised HTML, with quoted blocks marked by ``>`` as in plain mail, so that one splitter serves both."""

import re
from html import unescape

from percaya.channels.email.html_quotes import FOLD_SUMMARY

_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)\s*>')
_HREF = re.compile(r'\shref="([^"]*)"')
_ALT = re.compile(r'\salt="([^"]+)"')
_BLOCKS = {
    "address", "article", "blockquote", "center", "dd", "details", "div", "dl", "dt", "figure", "footer", "header",
    "main", "ol", "pre", "section", "summary", "table", "tr", "ul",
}  # fmt: skip
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
_SPACE = re.compile(r"[ \t\n\r\f]+")


class _Writer:
    """Lines being written, with the quote depth they stand at."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.depth = 0
        self.is_fresh = False  # nothing written yet in this quote
        self.link = ""
        self.link_start = 0

    def text(self, text: str) -> None:
        text = _SPACE.sub(" ", unescape(text)).replace("\u00a0", " ")
        self.line += text.lstrip() if not self.line or self.line.endswith(" ") else text

    def end_line(self) -> None:
        if self.line.strip():
            self._write(self.line.strip())
        self.line = ""
        self.link_start = 0

    def blank_line(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1].strip("> ") and not self.is_fresh:
            self._write("")

    def quote(self, step: int) -> None:
        """One level of quoting in or out; a quote neither begins nor ends with a blank line."""
        self.end_line()
        while step < 0 and self.lines and self.lines[-1].startswith(">") and not self.lines[-1].strip("> "):
            self.lines.pop()
        self.depth = max(0, self.depth + step)
        self.is_fresh = step > 0

    def break_line(self) -> None:
        self._write(self.line.strip())
        self.line = ""
        self.link_start = 0

    def _write(self, line: str) -> None:
        self.is_fresh = False
        self.lines.append((("> " * self.depth) + line).rstrip())


def html_to_text(html: str) -> str:
    """The text, one line per block; a link whose words hide its address shows the address behind them."""
    html = html.replace(FOLD_SUMMARY, "")
    writer = _Writer()
    position = 0
    for token in _TOKEN.finditer(html):
        writer.text(html[position : token.start()])
        position = token.end()
        _apply(writer, token[2], bool(token[1]), token[3])
    writer.text(html[position:])
    writer.end_line()
    return "\n".join(writer.lines).strip("\n")


def _apply(writer: _Writer, tag: str, closing: bool, attributes: str) -> None:
    if tag == "br":
        writer.break_line()
    elif tag == "blockquote":
        writer.quote(-1 if closing else 1)
    elif tag in _SPACED:
        writer.blank_line()
    elif tag == "li":
        writer.end_line()
        writer.line = "" if closing else "- "
    elif tag in ("td", "th") and closing:
        writer.line += " "
    elif tag == "a":
        _link(writer, closing, attributes)
    elif tag == "img":
        alt = _ALT.search(attributes)
        writer.text(f"[{unescape(alt[1])}]" if alt else "")
    elif tag in _BLOCKS or tag == "hr":
        writer.end_line()


def _link(writer: _Writer, closing: bool, attributes: str) -> None:
    if not closing:
        href = _HREF.search(attributes)
        writer.link = unescape(href[1]) if href else ""
        writer.link_start = len(writer.line)
        return
    shown = writer.line[writer.link_start :].strip()
    target = writer.link.removeprefix("mailto:").removeprefix("tel:").rstrip("/")
    if writer.link and shown and target not in shown and shown.rstrip("/") not in target:
        writer.line += f" <{writer.link}>"
    writer.link = ""
