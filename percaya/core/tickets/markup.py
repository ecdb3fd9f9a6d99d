"""An agent's Markdown as safe HTML. Raw HTML in it is text; links are http, https, mailto or tel. Pure."""

from functools import cache
from html import escape

import nh3
from markdown_it import MarkdownIt

MOST_MARKED = 100_000  # characters
_TAGS = {
    "p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr", "h1", "h2", "h3", "h4",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable(["table", "strikethrough"])


def to_html(markdown: str) -> str:
    """Render and sanitise. What is longer than any letter stays plain: of nested marks the parser's time is quadratic."""
    if len(markdown) > MOST_MARKED:
        return f"<p>{escape(markdown).replace(chr(10), '<br>')}</p>"
    rendered = _parser().render(markdown)
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
