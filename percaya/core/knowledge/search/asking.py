"""What a reader's words ask for: roots, what may stand for each, and what they probably meant to type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from percaya.core.knowledge.models import Synonyms, Term
from percaya.core.knowledge.search.ranking import STOPS
from percaya.core.words import root, spelled, words

MOST_WORDS = 12
LONGEST = 300  # characters of a question that are read
_NEAR = 76  # of 100: one letter wrong in five, two in nine


@dataclass(frozen=True)
class Asked:
    """``groups``: words that may stand for one another. ``meant``: unknown words as they were probably meant."""

    groups: tuple[tuple[str, ...], ...]
    meant: Mapping[str, str]


def asked(workspace_id: int, text: str, audiences: Sequence[str]) -> Asked:
    pairs = {one: token for token, one in reversed(spelled(text[:LONGEST])) if len(one) > 1 or one.isdigit()}
    telling = [one for one in reversed(pairs) if one not in STOPS and pairs[one] not in STOPS] or list(reversed(pairs))
    telling = telling[:MOST_WORDS]
    same = _synonyms(workspace_id)
    terms = Term.objects.filter(workspace_id=workspace_id, audience__in=audiences, root__in=telling)
    known = {*terms.values_list("root", flat=True), *same}
    unknown = [pairs[one] for one in telling if one not in known and len(pairs[one]) > 3 and pairs[one].isalpha()]
    meant = _near(workspace_id, unknown, audiences) if unknown else {}
    groups = []
    for one in telling:
        word = root(meant[pairs[one]]) if pairs[one] in meant else one
        groups.append(tuple(dict.fromkeys([word, *same.get(word, ())])))
    return Asked(tuple(groups), meant)


def _synonyms(workspace_id: int) -> dict[str, list[str]]:
    """Root -> the roots that mean the same. Synonyms of several words count by each word that tells something."""
    same: dict[str, list[str]] = {}
    for row in Synonyms.objects.filter(workspace_id=workspace_id).order_by("pk")[:500]:
        roots = [one for phrase in row.words for one in words(str(phrase)) if one not in STOPS]
        for one in roots:
            same.setdefault(one, []).extend(other for other in roots if other != one)
    return same


def _near(workspace_id: int, unknown: Sequence[str], audiences: Sequence[str]) -> dict[str, str]:
    """Each unknown word's nearest known spelling, if any is near. Ties go to the first by alphabet."""
    rows = Term.objects.filter(workspace_id=workspace_id, audience__in=audiences).order_by("word")
    vocabulary = list(dict.fromkeys(rows.values_list("word", flat=True)[:20_000]))
    found = {}
    for one in unknown:
        near = [word for word in vocabulary if abs(len(word) - len(one)) <= 3]
        best = process.extractOne(one, near, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if best:
            found[one] = str(best[0])
    return found
