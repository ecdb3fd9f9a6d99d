"""An agent's Markdown as chats show it: plain text, or the few marks that a vendor knows.

What is no mark in Markdown stays what it is; what would be one for the vendor is escaped by ``Marks.escape``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from percaya.channels.common.texts import clean_text

MOST_MARKED = 20_000  # characters; what is longer than any chat stays plain
# In a chat a line under a line is no heading, three dashes are three dashes, and nothing that was typed may vanish.
_NOT_IN_CHATS = ["lheading", "hr", "code", "reference", "html_block", "html_inline", "entity"]
_PARSER = (
    MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": False}).enable("strikethrough").disable(_NOT_IN_CHATS)
)


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Pairs that stand around marked words. ``link`` makes a link of its words (already escaped) and its address."""

    bold: tuple[str, str] = ("", "")
    italic: tuple[str, str] = ("", "")
    struck: tuple[str, str] = ("", "")
    code: tuple[str, str] = ("", "")
    block: tuple[str, str] = ("", "")
    quote: tuple[str, str] = ("", "")
    link: Callable[[str, str], str] = lambda words, url: words if words == url else f"{words} ({url})"
    escape: Callable[[str], str] = lambda words: words


def _html_link(words: str, url: str) -> str:
    return f'<a href="{escape(url)}">{words}</a>'


PLAIN = Marks()
# https://core.telegram.org/bots/api#html-style: only these tags, and only & < > " need escaping.
TELEGRAM_HTML = Marks(
    bold=("<b>", "</b>"),
    italic=("<i>", "</i>"),
    struck=("<s>", "</s>"),
    code=("<code>", "</code>"),
    block=("<pre>", "</pre>"),
    quote=("<blockquote>", "</blockquote>"),
    link=_html_link,
    escape=escape,
)

WHATSAPP = Marks(bold=("*", "*"), italic=("_", "_"), struck=("~", "~"), code=("`", "`"), block=("```", "```"), quote=("> ", ""))


def marked(markdown: str, marks: Marks = PLAIN) -> str:
    """The text with the vendor's marks, paragraphs one blank line apart."""
    text = clean_text(markdown)
    said = _blocks(_PARSER.parse(text), marks).strip() if len(text) <= MOST_MARKED else ""
    return said if _says_something(said, marks) else marks.escape(text).strip()


def _says_something(said: str, marks: Marks) -> bool:
    """Whether more than marks is left: ">>>" alone is three letters and no quote."""
    for mark in (*marks.bold, *marks.italic, *marks.quote, *marks.block, "•"):
        said = said.replace(mark, "") if mark else said
    return bool(said.strip())


def utf16_length(text: str) -> int:
    """Length as Telegram and LINE count it: characters beyond the basic plane are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _blocks(tokens: Sequence[Token], marks: Marks) -> str:
    said: list[str] = []
    lists: list[int | None] = []
    quotes = 0
    for token in tokens:
        # A quote inside a quote is one quote: Telegram refuses the whole message otherwise.
        quotes += token.nesting if token.type.startswith("blockquote") else 0
        if not (token.type.startswith("blockquote") and quotes != (token.nesting == 1)):
            said.extend(_block(token, lists, marks))
    return "".join(said).replace("\n\n\n", "\n\n").replace("\n\n" + marks.quote[1], marks.quote[1] + "\n\n")


def _block(token: Token, lists: list[int | None], marks: Marks) -> Iterator[str]:
    match token.type:
        case "inline":
            yield _inline(token.children or [], marks)
        case "paragraph_close":
            yield "\n" if lists else "\n\n"
        case "heading_open" | "heading_close":
            yield marks.bold[0] if token.nesting == 1 else f"{marks.bold[1]}\n\n"
        case "bullet_list_open":
            lists.append(None)
        case "ordered_list_open":
            lists.append(int(token.attrGet("start") or 1))
        case "bullet_list_close" | "ordered_list_close":
            lists.pop()
            yield "" if lists else "\n"
        case "list_item_open":
            yield _bullet(lists)
        case "blockquote_open":
            yield marks.quote[0]
        case "blockquote_close":
            yield marks.quote[1]
        case "fence":
            words = marks.escape(token.content.rstrip("\n"))
            yield f"{marks.block[0]}{words}{marks.block[1]}\n\n"


def _bullet(lists: list[int | None]) -> str:
    indent, number = "   " * (len(lists) - 1), lists[-1]
    if number is None:
        return f"{indent}• "
    lists[-1] = number + 1
    return f"{indent}{number}. "


def _inline(tokens: Sequence[Token], marks: Marks) -> str:
    said: list[str] = []
    links: list[tuple[int, str]] = []
    pairs = {"strong": marks.bold, "em": marks.italic, "s": marks.struck}
    for token in tokens:
        kind, _, end = token.type.rpartition("_")
        if kind in pairs:
            said.append(pairs[kind][end == "close"])
        elif token.type == "link_open":
            links.append((len(said), str(token.attrGet("href") or "")))
        elif token.type == "link_close":
            start, url = links.pop()
            said[start:] = [marks.link("".join(said[start:]), url)]
        elif token.type == "code_inline":
            said.append(f"{marks.code[0]}{marks.escape(token.content)}{marks.code[1]}")
        elif token.type in ("softbreak", "hardbreak"):
            said.append("\n")
        elif token.type == "image":
            said.append(marks.link(marks.escape(token.content or "↗"), str(token.attrGet("src") or "")))
        else:
            said.append(marks.escape(token.content))
    return "".join(said)
