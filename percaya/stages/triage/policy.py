"""What is done with what was read. Pure."""

SPAM_FROM = 0.9  # a wrongly hidden customer costs more than a spam in the inbox


def is_spam(score: float, *, known_customer: bool) -> bool:
    """Somebody we have answered before is never hidden by a score."""
    return score >= SPAM_FROM and not known_customer
