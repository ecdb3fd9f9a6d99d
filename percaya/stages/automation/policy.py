"""What keeps rules from running in circles and from doing too much. Pure."""

from collections.abc import Sequence

MOST_PER_HOUR = 300  # deeds of one rule; then it rests an hour, visibly
MOST_IN_A_ROW = 3  # rules that follow from one another
MOST_ANSWERS_A_DAY = 5  # automatic ones to one customer, of all rules
APPROVALS = 10  # proposals that people agree to before a practising rule acts by itself
MOST_AT_ONCE = 500  # tickets that a schedule acts on


def may_follow(rule_id: int, chain: Sequence[int]) -> bool:
    """``chain``: the rules whose deeds led to this event. A rule never follows from itself, nor from many in a row."""
    return rule_id not in chain and len(chain) < MOST_IN_A_ROW


def is_too_often(runs_within_an_hour: int) -> bool:
    return runs_within_an_hour >= MOST_PER_HOUR


def has_practised(approvals: int) -> bool:
    return approvals >= APPROVALS


def says_any(words: Sequence[str], text: str) -> bool:
    """Whether any of the words stands in the text, whatever the case; no words ask nothing."""
    if not words:
        return True
    folded = text.casefold()
    return any(word.casefold() in folded for word in words)
