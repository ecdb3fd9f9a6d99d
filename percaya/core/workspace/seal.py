"""Secrets at rest: sealed under the secret key, opened only where they are used, never shown again."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class Unsealable(Exception):
    """The secret key is not the one these secrets were sealed with."""


@cache
def _fernet(key: str) -> Fernet:
    derived = hashlib.sha256(b"percaya sealed secrets v1\0" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(derived))


def seal(values: Mapping[str, str]) -> bytes:
    return _fernet(settings.SECRET_KEY).encrypt(json.dumps(dict(values)).encode()) if values else b""


def unseal(sealed: bytes | memoryview) -> dict[str, str]:
    if not sealed:
        return {}
    try:
        opened: dict[str, str] = json.loads(_fernet(settings.SECRET_KEY).decrypt(bytes(sealed)))
    except InvalidToken:
        raise Unsealable("These secrets were sealed with another secret key. Enter them again.") from None
    return opened


def derived_key(purpose: str, *parts: object) -> bytes:
    """32 bytes for signing, of their own for each purpose (and workspace, account …)."""
    text = "\0".join([purpose, *map(str, parts)])
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), "sha256")


def new_secret() -> str:
    """A random token for a link or a bearer header: 256 bits."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is stored of a random token: its sha256 (it has 256 bits of its own, so no salt and no slow hash)."""
    return hashlib.sha256(secret.encode()).hexdigest()
