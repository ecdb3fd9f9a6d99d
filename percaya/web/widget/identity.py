"""Who a visitor is, as the business's own server says: signed with the account's secret, for a limited time.

Either a JWT (HS256) with ``sub`` and ``exp``, if they like ``name`` and ``email``; or
``{"id", "exp", "hash"}`` where hash is the hex of HMAC-SHA256(secret, "<id>|<exp>"), exp in seconds of the epoch. A name beside
it is signed by nobody and not believed; who wants one vouched for signs a JWT.
"""

import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import Any

import jwt

from percaya.core.workspace import seal
from percaya.core.workspace.models import ChannelAccount
from percaya.web.widget.tokens import Holder

SECRET = "identity_secret"  # in the account's sealed secrets
LONGEST = 7 * 24 * 3600  # seconds that a signature may be good for


class Forged(Exception):
    """Not signed with the account's secret, too old, or good for too long. Whoever sent it is not told which."""


def proven(account: ChannelAccount, given: Any) -> Holder:
    """The visitor that the site has signed for. Raises ``Forged``."""
    secret = seal.unseal(account.sealed).get(SECRET, "") if account.sealed else ""
    if not secret:
        raise Forged
    if isinstance(given, str):
        return _by_jwt(account, given, secret)
    if isinstance(given, Mapping):
        return _by_hash(account, given, secret)
    raise Forged


def signature(secret: str, external_id: str, until: int) -> str:
    """What the site's server has to make."""
    return hmac.new(secret.encode(), f"{external_id}|{until}".encode(), hashlib.sha256).hexdigest()


def _by_jwt(account: ChannelAccount, given: str, secret: str) -> Holder:
    try:
        said = jwt.decode(given, secret, algorithms=["HS256"], options={"require": ["exp", "sub"], "verify_aud": False})
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Forged from None
    return _holder(account, said.get("sub"), said.get("exp"), said.get("name"), said.get("email"))


def _by_hash(account: ChannelAccount, given: Mapping[str, Any], secret: str) -> Holder:
    external_id, until, said = given.get("id"), given.get("exp"), given.get("hash")
    if not isinstance(external_id, str) or not isinstance(until, int) or not isinstance(said, str):
        raise Forged
    # Bytes of both: compare_digest refuses letters beyond ASCII in text, and a strange hash must not be an error of ours.
    if not hmac.compare_digest(signature(secret, external_id, until).encode(), said.encode("utf-8", "replace")):
        raise Forged
    return _holder(account, external_id, until, None, None)


def _holder(account: ChannelAccount, external_id: Any, until: Any, name: Any, email: Any) -> Holder:
    now = time.time()
    fits = isinstance(external_id, str) and 0 < len(external_id.strip()) <= 64 and external_id.isprintable()
    if not fits or not isinstance(until, int | float) or not now < until <= now + LONGEST:
        raise Forged
    known = name.strip()[:160] if isinstance(name, str) else ""
    address = email.strip()[:254] if isinstance(email, str) and "@" in email else ""
    return Holder(account.pk, f"site:{external_id.strip()}", True, known, address, int(until))
