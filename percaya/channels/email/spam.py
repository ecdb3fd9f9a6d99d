"""What spam filters on the way have said. A score between 0 and 1 and the headers it comes from; the desk decides."""

import re

from percaya.channels.email.headers import Headers

_SCORE = re.compile(r"(?:score=|^)\s*(-?\d{1,3}(?:\.\d+)?)")
_THRESHOLD = 5.0  # what SpamAssassin calls spam


def spam_evidence(headers: Headers) -> tuple[float, tuple[str, ...]]:
    """(score, evidence); 0.5 is the filter's own threshold."""
    evidence: list[str] = []
    score = 0.0
    flag = headers.text("x-spam-flag").strip().lower() or headers.text("x-spam").strip().lower()
    if flag in ("yes", "true"):
        score, evidence = 0.9, [f"X-Spam-Flag: {flag}"]
    for name in ("x-spam-status", "x-spam-score", "x-rspamd-score"):
        match = _SCORE.search(headers.text(name))
        if match and float(match[1]) > 0:
            score = max(score, min(1.0, float(match[1]) / (2 * _THRESHOLD)))
            evidence.append(f"{name}: {match[1]}")
    return round(score, 3), tuple(evidence)
