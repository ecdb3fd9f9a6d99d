"""Markdown as an agent writes it, as WhatsApp shows it: *bold*, _italic_, ~struck~, `code`, > quotes and lists."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from percaya.channels.common.texts import clean_text, tidy

# In a chat a line under a line is no heading, three dashes are three dashes, and nothing that was typed may vanish.
_NOT_IN_CHATS = ("lheading", "hr", "code", "reference", "html_block", "html_inline", "entity")
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough"]).disable(list(_NOT_IN_CHATS))
_MARKS = {"strong_open": "*", "strong_close": "*", "em_open": "_", "em_close": "_", "s_open": "~", "s_close": "~"}


def whatsapp_text(markdown: str) -> str:
    """The same words with WhatsApp's marks. Lines stay lines; an address behind words is written out after them."""
    blocks = _Blocks()
    for token in _PARSER.parse(_keep_blank_lines(clean_text(markdown))):
        blocks.take(token)
    return tidy("\n".join(blocks.lines).replace("\ue000", "")) or tidy(clean_text(markdown))


def _keep_blank_lines(text: str) -> str:
    """Markdown folds blank lines into one; a person who leaves two means two."""
    return re.sub(r"\n{3,}", "\n\n\ue000\n\n", text)


class _Blocks:
    """Walks the block tokens and writes lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._lists: list[int | None] = []  # the next number, None for bullets
        self._marker = ""
        self._quotes = 0
        self._heading = False

    def take(self, token: Token) -> None:
        if token.type == "inline":
            self._write(self._bold(_inline(token.children or [])))
        elif token.type == "fence":
            self._write("```\n" + token.content.rstrip("\n") + "\n```")
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            self._lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
            self._apart()
        elif token.type == "list_item_open":
            self._marker = self._next_marker()
        elif token.type in ("blockquote_open", "blockquote_close"):
            self._quotes += 1 if token.type == "blockquote_open" else -1
            self._apart()
        elif token.type in ("heading_open", "heading_close"):
            self._heading = token.type == "heading_open"
            self._apart()
        elif token.type == "paragraph_close" and not token.hidden:
            self._apart()

    def _bold(self, text: str) -> str:
        return f"*{text.replace('*', '')}*" if self._heading and text else text

    def _next_marker(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _write(self, text: str) -> None:
        indent = "  " * max(len(self._lists) - 1, 0)
        marker, self._marker = self._marker, ""
        for at, line in enumerate(text.split("\n")):
            lead = marker if at == 0 else " " * len(marker)
            self.lines.append("> " * min(self._quotes, 1) + indent + lead + line)

    def _apart(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")


def _inline(children: list[Token]) -> str:
    parts: list[str] = []
    links: list[tuple[int, str]] = []
    for token in children:
        if token.type == "link_open":
            links.append((len(parts), str(token.attrGet("href") or "")))
        elif token.type == "link_close":
            at, href = links.pop()
            said = "".join(parts[at:])
            shown = href.removeprefix("mailto:").removeprefix("tel:")
            parts[at:] = [shown if said in (shown, href) else f"{said} ({shown})"]
        else:
            parts.append(_piece(token))
    return "".join(parts)


def _piece(token: Token) -> str:
    if token.type in _MARKS:
        return _MARKS[token.type]
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "code_inline":
        return f"`{token.content}`"
    if token.type == "image":
        return " ".join(bit for bit in (token.content, str(token.attrGet("src") or "")) if bit)
    return token.content
