"""The signature of Meta's webhooks: HMAC-SHA256 of the raw body with the app's secret, in ``X-Hub-Signature-256``."""

import hashlib
import hmac

HEADER = "x-hub-signature-256"


def signature(secret: str, raw: bytes) -> str:
    """The header's value: "sha256=" and 64 hex digits."""
    return "sha256=" + hmac.new(secret.encode("utf-8", "surrogatepass"), raw, hashlib.sha256).hexdigest()


def is_signed(secret: str, raw: bytes, given: str) -> bool:
    """Whether ``given`` is the signature of these very bytes, compared in constant time. An empty secret proves nothing."""
    if not secret or not given.startswith("sha256="):
        return False
    return hmac.compare_digest(signature(secret, raw).encode(), given.strip().encode("utf-8", "replace"))
