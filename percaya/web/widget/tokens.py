"""What a visitor holds: a pass of a quarter of an hour for every request, and a keeper to get the next one with.

The pass lives in the panel's memory. The keeper goes into the storage of the frame with the first message, not before. A
visitor whose identity the site has signed gets no keeper: the site signs anew.
"""

import time
import uuid
from dataclasses import dataclass
from typing import Any

from django.core import signing

PASS_SECONDS = 15 * 60
KEEPER_SECONDS = 180 * 24 * 3600
_PASS, _KEEPER = "percaya.chat-pass", "percaya.chat-keeper"


@dataclass(frozen=True)
class Holder:
    """Who a token was made for. ``key`` is the visitor's own; ``name`` and ``email`` are what the site signed, ``until`` (seconds
    of the epoch) how long that is good for: 0 for strangers."""

    account_id: int
    key: str
    is_signed: bool = False
    name: str = ""
    email: str = ""
    until: int = 0


def stranger(account_id: int) -> Holder:
    """Somebody new, under a key that nobody can guess."""
    return Holder(account_id, f"web:{uuid.uuid4().hex}")


def new_pass(holder: Holder) -> str:
    said = [holder.account_id, holder.key, holder.is_signed, holder.name, holder.email, holder.until]
    return signing.dumps(said, salt=_PASS)


def new_keeper(holder: Holder) -> str:
    """Only for strangers: see above."""
    return "" if holder.is_signed else signing.dumps([holder.account_id, holder.key], salt=_KEEPER)


def read_pass(token: str, account_id: int) -> Holder | None:
    """``None`` for what is forged, too old, or of another account; a pass is renewed by use, but never beyond what the site
    signed."""
    said = _read(token, _PASS, PASS_SECONDS)
    holder = Holder(*said) if said and len(said) == 6 and said[0] == account_id else None
    return None if holder is None or (holder.is_signed and holder.until <= time.time()) else holder


def read_keeper(token: str, account_id: int) -> Holder | None:
    said = _read(token, _KEEPER, KEEPER_SECONDS)
    return Holder(*said) if said and len(said) == 2 and said[0] == account_id else None


def _read(token: str, salt: str, seconds: int) -> list[Any] | None:
    try:
        said = signing.loads(token, salt=salt, max_age=seconds)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return said if isinstance(said, list) else None
