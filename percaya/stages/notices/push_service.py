"""Web Push: a message to a browser through the push service of its maker, encrypted so that only that browser reads it.

RFC 8030 (the protocol), RFC 8291 (the encryption), RFC 8292 (who we are: VAPID). The endpoint is given by a browser and so
is a stranger's address: only the makers' own services are spoken to.
"""

import base64
import hashlib
import os
from functools import cache
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid02

from percaya.core.workspace import hosts
from percaya.core.workspace.calling import Unanswered, call

TIMEOUT = 10  # seconds
_MOST = 64 * 1024  # bytes of an answer
LIFE = 12 * 3600  # seconds for which the service keeps what it cannot deliver yet
_ORDER = int("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16)  # of the curve P-256
_SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)


class Gone(Exception):
    """The browser no longer wants to hear (404, 410): forget the device."""


class Later(Exception):
    """The service is away or asks to wait: try again after ``seconds``."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds


def public_key() -> str:
    """Our key as browsers take it (``applicationServerKey``): base64url of the uncompressed point."""
    point = _key().public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def is_push_service(endpoint: str) -> bool:
    """Whether an address is one of the makers' push services (or one of PERCAYA_PUSH_HOSTS, host:port)."""
    try:
        parts = urlsplit(endpoint)
        place = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    except ValueError:
        return False
    if place in settings.PERCAYA_PUSH_HOSTS:
        return True
    host = parts.hostname or ""
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in _SERVICES)
    return parts.scheme == "https" and known and parts.port in (None, 443) and not parts.username


def send(*, endpoint: str, p256dh: str, auth: str, message: bytes, topic: str, urgent: bool) -> None:
    """Hand over one message; a newer one of the same ``topic`` replaces it on the way. Raises ``Gone`` or ``Later``."""
    if not is_push_service(endpoint):
        raise Gone
    body = http_ece.encrypt(
        message,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_bytes(p256dh),
        auth_secret=_bytes(auth),
        version="aes128gcm",
    )
    headers = {
        **_vapid().sign({"aud": _origin(endpoint), "sub": settings.PERCAYA_PUSH_CONTACT}),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LIFE),
        "Urgency": "high" if urgent else "normal",
        "Topic": topic,
    }
    try:
        answer = call(
            "POST", endpoint, body=body, headers=headers, timeout=TIMEOUT, most=_MOST, cut=True, public=True,
            at_home=settings.PERCAYA_PUSH_HOSTS,
        )  # fmt: skip
    except hosts.Forbidden as error:
        raise Later(60, f"{error} is no public address") from error
    except Unanswered as error:
        raise Later(60, error.reason) from error
    code = answer.status
    if code in (404, 410):
        raise Gone
    if code == 429 or code >= 500:
        asked = answer.headers.get("retry-after", "")
        raise Later(float(min(int(asked), 3600)) if asked.isdecimal() else 60.0, f"{code} of the push service")
    if code >= 300:  # a redirect too: nothing is followed
        raise ValueError(f"the push service refused: {code} {answer.body[:200].decode(errors='replace')}")


def _origin(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"


@cache
def _key() -> ec.EllipticCurvePrivateKey:
    """Derived from the secret key of the installation, so that there is no second secret to keep."""
    digest = hashlib.sha512(b"percaya web push v1\0" + settings.SECRET_KEY.encode()).digest()
    return ec.derive_private_key(int.from_bytes(digest) % (_ORDER - 1) + 1, ec.SECP256R1())


def _vapid() -> Vapid02:
    return Vapid02(private_key=_key())


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
