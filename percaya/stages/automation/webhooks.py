"""Calling an address outside, signed as Standard Webhooks says (webhook-id, webhook-timestamp, webhook-signature "v1,… v1,…").

An admin names the address, but whoever answers there is a stranger: only public places are called (CWE-918), by the address
that was judged, and redirects are answers like any other. PERCAYA_WEBHOOK_HOSTS (host:port) names those at home that may be.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_bytes

from percaya.core.workspace import hosts
from percaya.core.workspace.calling import Unanswered, call

TIMEOUT = 10  # seconds
_MOST = 64 * 1024  # bytes of an answer; only its status is wanted
OVERLAP = timedelta(hours=24)  # how long a secret that was replaced still signs, beside the new one


class Unreachable(Exception):
    """Nobody answered, or not as they should; ``for_good``: trying again will not help."""

    def __init__(self, reason: str, *, status: int | None = None, for_good: bool = False) -> None:
        super().__init__(reason)
        self.status = status
        self.for_good = for_good


def new_secret() -> str:
    return "whsec_" + base64.b64encode(token_bytes(32)).decode()


def signature(secret: str, call_id: str, timestamp: int, body: str) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = hmac.new(key, f"{call_id}.{timestamp}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def signing(opened: Mapping[str, str], now: datetime) -> list[str]:
    """The secrets that sign now, the newest first, of a rule's unsealed ones."""
    until = opened.get("before_until", "")
    still = [opened["before"]] if opened.get("before") and until and now < datetime.fromisoformat(until) else []
    return [opened.get("webhook", ""), *still]


def post(*, url: str, body: str, secrets: Sequence[str], call_id: str, timestamp: int) -> int:
    """Hand it over once, with a signature by each secret; the status of the answer (2xx). Raises ``Unreachable``."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Percaya",
        "webhook-id": call_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(one, call_id, timestamp, body) for one in secrets),
    }
    try:
        status = _post(url, body.encode(), headers)
    except hosts.Forbidden:
        raise Unreachable("the address is not a public one", for_good=True) from None
    except Unanswered as error:
        raise Unreachable(error.reason) from None
    if not 200 <= status < 300:
        raise Unreachable(f"answered {status}", status=status, for_good=status in (404, 410))
    return status


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    return call("POST", url, body=body, headers=headers, timeout=TIMEOUT, most=_MOST, cut=True, public=True).status
