"""Separates what a person wrote now from what they quote. Folds, never deletes: every line lands in one of the parts.

Top-posted quotes fold away. A quote on top of the answer folds too. Answers written between quoted lines stay together
with the lines they answer, for one makes no sense without the other.
"""

from dataclasses import dataclass

from percaya.channels.common.texts import tidy
from percaya.channels.email.quote_marks import attribution_length, by_program, starts_the_rest
from percaya.channels.email.signatures import split_signature

MAX_LINES = 5000


@dataclass(frozen=True, slots=True)
class Split:
    text: str
    quoted: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class _Quote:
    """Lines start..end of a quoted block; ``marked`` when its lines carry ``>``."""

    start: int
    end: int
    marked: bool = True


def split_quotes(text: str) -> Split:
    """The words of now, the earlier words, the signature."""
    lines = text.split("\n")
    quotes = _quotes(lines[:MAX_LINES])
    if not quotes:
        return _finished(lines, [])
    rest = quotes[-1] if not quotes[-1].marked else None
    marked = [quote for quote in quotes if quote.marked]
    end = rest.start if rest else len(lines)
    tail = lines[rest.start :] if rest else []
    if marked:
        return _with_marked(lines, marked, end, tail)
    if not _has_words(lines[:end]):
        return _finished(lines, [])  # a forwarded mail without a word added: it is the message
    return _finished(lines[:end], tail)


def _with_marked(lines: list[str], marked: list[_Quote], end: int, tail: list[str]) -> Split:
    last = marked[-1]
    after, signature = split_signature(lines[last.end : end])
    before = lines[: last.start]
    if not _has_words(after):
        folded = [*lines[last.start : last.end], *after, *tail]
        return _finished([*before, *signature], folded) if signature else _finished(before, folded)
    if len(marked) == 1 and not _has_words(before):
        return _finished(lines[last.end : end], [*lines[: last.end], *tail])
    return _finished(lines[:end], tail)


def _finished(visible: list[str], quoted: list[str]) -> Split:
    message, signature = split_signature(visible)
    return Split(tidy("\n".join(message)), tidy("\n".join(quoted)), tidy("\n".join(signature)))


def _quotes(lines: list[str]) -> list[_Quote]:
    """Quoted blocks in their order; an unmarked one reaches to the end and is the last."""
    found: list[_Quote] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith(">") and not line.startswith(">From "):
            end = _end_of_marks(lines, at)
            found.append(_Quote(at, end))
            at = end
            continue
        if line.strip():
            if starts_the_rest(lines, at):
                return [*found, _Quote(at, len(lines), marked=False)]
            length = attribution_length(lines, at)
            follows = _next_words(lines, at + length) if length else len(lines)
            if length and follows < len(lines) and lines[follows].startswith(">"):
                end = _end_of_marks(lines, follows)
                found.append(_Quote(at, end))
                at = end
                continue
            if length and by_program(lines[at : at + length]):
                return [*found, _Quote(at, len(lines), marked=False)]
        at += 1
    return found


def _end_of_marks(lines: list[str], at: int) -> int:
    """Behind the last ``>`` line of the block; blank lines inside it belong to it."""
    end = at
    while at < len(lines) and (lines[at].startswith(">") or not lines[at].strip()):
        if lines[at].startswith(">"):
            end = at + 1
        at += 1
    return end


def _next_words(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _has_words(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)
