"""Signatures as Standard Webhooks says (https://www.standardwebhooks.com): webhook-id, webhook-timestamp, webhook-signature."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping

from percaya.channels.contract import AccountFacts

SECRET, FORMER = "secret", "secret_before"


def secrets_of(account: AccountFacts) -> list[bytes]:
    """The keys that sign and are believed, the newest first: while a secret is exchanged both are."""
    given = [account.secrets.get(name, "").strip() for name in (SECRET, FORMER)]
    return [_key(one) for one in dict.fromkeys(given) if one]


def signature(key: bytes, call_id: str, timestamp: str, body: bytes) -> str:
    signed = hmac.new(key, f"{call_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def is_signed(headers: Mapping[str, str], body: bytes, keys: list[bytes]) -> bool:
    """Whether any of the signatures is made with any of the keys. Compared in constant time."""
    call_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not call_id or not timestamp:
        return False
    given = [one.encode() for one in headers.get("webhook-signature", "").split()[:10]]
    made = [signature(key, call_id, timestamp, body).encode() for key in keys]
    return any(hmac.compare_digest(one, other) for one in given for other in made)  # all of them: no early end to time


def _key(secret: str) -> bytes:
    """``whsec_`` and base64, as libraries make them; anything else is taken by its letters."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError):
            pass
    return secret.encode()
