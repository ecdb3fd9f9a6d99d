"""What every HTTP vendor's answer has in common: none came, it is in trouble, or it said JSON."""

import json
from typing import Any

from percaya.channels.contract import Answer, Outcome, OutcomeKind, Word


def said(answer: Answer) -> dict[str, Any]:
    """The JSON object of the answer, empty for anything else."""
    try:
        value = json.loads(answer.body or answer.text.encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def unanswered(answer: Answer) -> Outcome | None:
    """The outcome where no answer came or the vendor's servers are in trouble; ``None`` when it has to be read. What may
    safely be done twice (``Parcel.repeatable``) is tried again all the same."""
    if answer.code == 0 and not answer.sent_anything:
        return Outcome(kind=OutcomeKind.FAILED, reason=answer.text or "The vendor could not be reached.", word=Word.VENDOR)
    if answer.code == 0:
        return Outcome(kind=OutcomeKind.UNKNOWN, reason=answer.text or "No answer came; it may have left.", word=Word.UNKNOWN)
    if answer.code >= 500:
        reason = answer.text[:300] or f"The vendor answered {answer.code}."
        return Outcome(kind=OutcomeKind.FAILED, code=str(answer.code), reason=reason, word=Word.VENDOR)
    return None


def later(answer: Answer, default: int) -> int:
    """Seconds to wait as ``Retry-After`` says, at most an hour."""
    given = answer.headers.get("retry-after", "")
    return min(int(given), 3600) if given.isdecimal() and len(given) < 9 else default
