"""Folds what mail clients quote in HTML into ``<details class="quoted">``; nothing is removed.

Works on sanitised HTML, whose tags are well-formed and whose attributes are quoted, by counting tags: no second parse.
"""

import re

_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?:\s+[a-z-]+="[^"]*")*)\s*>')
_MARKED = re.compile(r'\sclass="[^"]+"')
_CLASS = re.compile(r'\sclass="[^"]*"')
# Outlook marks nothing: its quote begins with a block of bold labels and reaches to the end of what holds that block.
_LABEL_FROM = re.compile(r"<b(?: [^<>]*)?>(?:<span[^<>]*>)?(?:From|Dari|Pengirim)\s*:")
_LABEL_SUBJECT = re.compile(r">(?:Subject|Subjek|Perihal|Judul)\s*:")
_OPENING_BEFORE = re.compile(r"<[a-z][^<>]*>\s*$")
_HOLDERS = {"div", "td", "section", "article", "main", "center", "blockquote", "li"}
_VOID = {"br", "hr", "img", "wbr", "col"}
FOLD_SUMMARY = "<summary>…</summary>"
_OPEN = f'<details class="quoted">{FOLD_SUMMARY}'


def with_folded_quotes(html: str) -> str:
    """The outermost quoted elements folded, unless that would leave nothing to see."""
    spans = _with_outlook(html, _quoted_spans(html))
    if not spans or not _something_else(html, spans):
        return _CLASS.sub("", html)
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += [html[position:start], _OPEN, _CLASS.sub("", html[start:end]), "</details>"]
        position = end
    # Classes served only to find the quotes; our own mark stays.
    plain = [piece if piece == _OPEN else _CLASS.sub("", piece) for piece in [*pieces, html[position:]]]
    return "".join(plain)


def _quoted_spans(html: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start, depth = -1, 0
    for token in _TOKEN.finditer(html):
        if token[2] in _VOID:
            continue
        if start < 0:
            if not token[1] and _is_quote(token[2], token[3]):
                start, depth = token.start(), 1
            continue
        depth += -1 if token[1] else 1
        if depth == 0:
            if spans and html[spans[-1][1] : start].replace("<br>", "").strip() == "":
                start = spans.pop()[0]  # "On … wrote:" and the words themselves are often neighbours
            spans.append((start, token.end()))
            start = -1
    return [*spans, (start, len(html))] if start >= 0 else spans


def _with_outlook(html: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    label = _LABEL_FROM.search(html)
    if not label or not _LABEL_SUBJECT.search(html, label.end(), label.end() + 3000):
        return spans
    start = label.start()
    for _ in range(10):  # the tags that open right before the label belong to its block
        opening = _OPENING_BEFORE.search(html, max(0, start - 500), start)
        if not opening or opening[0].startswith(("<br", "<hr", "<img")):
            break
        start = opening.start()
    if any(begin <= start < end for begin, end in spans):
        return spans
    end = _end_of_parent(html, start)
    if end < 0:
        return spans
    return sorted([*(span for span in spans if span[1] <= start or span[0] >= end), (start, end)])


def _end_of_parent(html: str, start: int) -> int:
    """Where the element ends that holds the position; -1 when it may not hold a fold (a paragraph, a word in bold)."""
    depth = 0
    for token in _TOKEN.finditer(html, start):
        if token[2] not in _VOID:
            depth += -1 if token[1] else 1
        if depth < 0:
            return token.start() if token[2] in _HOLDERS else -1
    return len(html)


def _is_quote(tag: str, attributes: str) -> bool:
    """The sanitiser leaves no classes but those of quotes; of others it leaves an empty attribute."""
    if tag in ("div", "blockquote") and _MARKED.search(attributes):
        return True
    return tag == "blockquote" and ' type="cite"' in attributes


def _something_else(html: str, spans: list[tuple[int, int]]) -> bool:
    outside, position = "", 0
    for start, end in spans:
        outside += html[position:start]
        position = end
    outside += html[position:]
    return bool(_TOKEN.sub("", outside).replace("&nbsp;", " ").strip()) or "<img" in outside
