"""What a request proved, for the set-up page: once a day and account is often enough."""

from django.core.cache import cache

from percaya.core.workspace.actions.accounts import report_milestone

OFTEN = 24 * 3600  # seconds


def proven(account_id: int, word: str) -> None:
    """``word`` of ``Knock.proof``; "" for nothing."""
    if word and cache.add(f"hook-proven:{account_id}:{word}", True, timeout=OFTEN):
        report_milestone(account_id, word)
