"""Telegram's HTML as its server takes it: a few tags, well nested; anything else refuses the whole message."""

from html.parser import HTMLParser

_TAGS = {
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler", "span",
}  # fmt: skip


class BadMarks(ValueError):
    """Said as the server says it."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise BadMarks(f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        if tag == "blockquote" and tag in self.open:
            raise BadMarks("Bad Request: can't parse entities: Blockquotes can't be nested")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise BadMarks(f'Bad Request: can\'t parse entities: Unexpected end tag "{tag}"')

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def shown(html: str) -> str:
    """The words without their marks. Raises ``BadMarks``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        raise BadMarks(f"Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"{reader.open[-1]}\"")
    return "".join(reader.words).strip()
