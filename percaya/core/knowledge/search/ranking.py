"""Which of the candidates comes first. Pure: the same on both engines, and a table of cases can hold it."""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

TITLE, HEADING_AND_TEXT, SATURATION = 3.0, 1.0, 1.2
# Words that everyone writes and that say nothing of the matter, as roots would have them; kept when nothing else is asked.
_STOPS = """
saya kami anda kamu aku yang dan atau di ke dari untuk dengan ini itu ada apa apakah bagaimana cara kenapa mengapa kapan
berapa bisa boleh mau ingin tolong mohon kak min dong sih ya nya tidak belum sudah akan jika kalau saat lagi juga saja
i my me we you your the a an and or of to in on for with is are was be been do does did how what why when where which
can could may will would should it this that if please not have has am
"""
STOPS = frozenset(_STOPS.split())


@dataclass(frozen=True)
class Candidate:
    """A passage as ranking sees it; ``key`` is its id, larger is newer."""

    key: int
    title: Sequence[str]
    roots: Sequence[str]


def ranked(candidates: Collection[Candidate], groups: Sequence[Collection[str]]) -> list[tuple[float, int]]:
    """(score, key), best first, the newest first among equals. A rare word weighs more; a title more than text."""
    counted = [(one, Counter(one.title), Counter(one.roots)) for one in candidates]
    weights = [_rarity(sum(_has(group, *roots) for _one, *roots in counted), len(counted)) for group in groups]
    scored = [(_score(title, text, len(one.roots), groups, weights), one.key) for one, title, text in counted]
    return sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], -pair[1]))


def _score(
    title: Counter[str], text: Counter[str], length: int, groups: Sequence[Collection[str]], weights: Sequence[float]
) -> float:
    total, met = 0.0, 0
    for group, weight in zip(groups, weights, strict=True):
        in_title, in_text = max((title[w] for w in group), default=0), sum(text[w] for w in group)
        met += bool(in_title or in_text)
        norm = SATURATION * (0.4 + 0.6 * min(length, 400) / 120)
        total += weight * (TITLE * bool(in_title) + HEADING_AND_TEXT * in_text * (SATURATION + 1) / (in_text + norm))
    # Having all that was asked for beats having one word of it often.
    return round(total * (met / len(groups)) ** 2, 6) if groups else 0.0


def _has(group: Collection[str], *where: Counter[str]) -> bool:
    return any(word in counts for word in group for counts in where)


def _rarity(having: int, of: int) -> float:
    return math.log(1 + (of - having + 0.5) / (having + 0.5)) + 0.2
