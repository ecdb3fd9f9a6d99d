"""Requests that prove nothing: a few a minute are judged, then that address stands before a shut door for a minute.

Counted by account and address: vendors call for many accounts from the same machines, and one whose secret was entered wrongly
must not shut the door for the rest.
"""

import hashlib

from django.core.cache import cache

from percaya.web.accounts.throttle import too_often

MOST, SECONDS = 60, 60


def is_shut(account_id: int, peer: str) -> bool:
    return bool(cache.get(_key(account_id, peer)))


def note(account_id: int, peer: str) -> bool:
    """Count one; whether it is the first in a while (worth a line in the log)."""
    who = f"{account_id}:{peer}"
    if too_often("hook-refused", who, limit=MOST, seconds=SECONDS):
        cache.set(_key(account_id, peer), True, timeout=SECONDS)
    return not too_often("hook-refused-said", who, limit=1, seconds=SECONDS)


def _key(account_id: int, peer: str) -> str:
    return f"hook-shut:{account_id}:{hashlib.sha256(peer.encode()).hexdigest()[:24]}"
