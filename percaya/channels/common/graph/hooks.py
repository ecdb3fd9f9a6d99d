"""Meta's two kinds of webhook request: the handshake (GET) and signed news (POST).

Secrets of an account: ``verify_token`` (what the owner typed at Meta as well) and ``app_secret``.
"""

import hmac
from collections.abc import Callable, Iterable
from typing import Any

from percaya.channels.common.graph.signing import HEADER, is_signed
from percaya.channels.common.payloads import load_payload
from percaya.channels.contract import AccountFacts, Unreadable
from percaya.channels.contract.abilities import HookRequest, Knock

Named = Callable[[dict[str, Any]], Iterable[str]]


def knock(request: HookRequest, account: AccountFacts, *, addresses: Named, sender: Callable[[dict[str, Any]], str]) -> Knock:
    """Judge it. ``addresses`` and ``sender`` say whom a payload speaks to and of whom; both get what was proven only."""
    if request.method == "GET":
        return _handshake(request, account.secrets.get("verify_token", ""))
    if request.method != "POST":
        return Knock(status=405, body=b"method not allowed")
    if not is_signed(account.secrets.get("app_secret", ""), request.body, request.headers.get(HEADER, "")):
        return Knock(status=401, body=b"bad signature")
    try:
        payload = load_payload(request.body)
    except Unreadable:  # kept all the same: it is signed, and quarantine tells a person why
        return Knock(take=request.body, proof="signed")
    named = tuple(dict.fromkeys(filter(None, addresses(payload))))
    return Knock(take=request.body, addresses=named, sender=sender(payload)[:200], proof="signed")


def _handshake(request: HookRequest, token: str) -> Knock:
    given = request.query.get("hub.verify_token", "")
    same = hmac.compare_digest(token.encode("utf-8", "replace"), given.encode("utf-8", "replace"))
    if not token or not same or request.query.get("hub.mode") != "subscribe":
        return Knock(status=403, body=b"wrong token")
    return Knock(body=request.query.get("hub.challenge", "")[:1000].encode("utf-8", "replace"), proof="handshake")
