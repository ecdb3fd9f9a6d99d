"""Requests to LINE's Messaging API, and its signed webhooks."""

import base64
import hashlib
import hmac
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from percaya.channels.common.payloads import load_payload, one, several, word
from percaya.channels.contract import AccountFacts, Address, HandleKind, Parcel, Unreadable
from percaya.channels.contract.abilities import HookRequest, Knock

KEY = "line"
API, DATA = "https://api.line.me", "https://api-data.line.me"
STICKERS = "https://stickershop.line-scdn.net"


def base(account: AccountFacts, vendor: str = API) -> str:
    return str(account.settings.get("base_url") or "").strip().rstrip("/") or vendor


def hosts(account: AccountFacts) -> tuple[str, ...]:
    """Where files lie: LINE's store of what people sent, and its shop of stickers."""
    return (urlsplit(base(account, DATA)).hostname or "", urlsplit(STICKERS).hostname or "")


def bearer(account: AccountFacts) -> dict[str, str]:
    token = "".join(letter for letter in account.secrets.get("access_token", "") if "!" <= letter <= "~")
    return {"Authorization": f"Bearer {token}"}


def ask(
    account: AccountFacts,
    path: str,
    body: Mapping[str, Any] | None = None,
    *,
    step: str = "",
    method: str = "POST",
    external_id: str = "",
    recipients: tuple[str, ...] = (),
    retry_key: str = "",
    repeatable: bool = True,
) -> Parcel:
    headers = bearer(account) | ({"Content-Type": "application/json"} if body is not None else {})
    headers |= {"X-Line-Retry-Key": retry_key} if retry_key else {}
    return Parcel(
        carrier="http", external_id=external_id, body=orjson.dumps(body) if body is not None else b"", recipients=recipients,
        url=f"{base(account)}{path}", headers=headers, method=method, step=step, repeatable=repeatable,
    )  # fmt: skip


def signature(secret: str, body: bytes) -> str:
    """https://developers.line.biz/en/reference/messaging-api/#signature-validation"""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def retry_key(account: AccountFacts, message_token: str) -> str:
    """A UUID that is the same on every try: LINE takes a message once for each."""
    named = hashlib.sha256(f"line\0{account.public_id}\0{message_token}".encode()).digest()
    return str(uuid.UUID(bytes=named[:16], version=4))


def knock(request: HookRequest, account: AccountFacts) -> Knock:
    """Signed with the channel secret over the raw bytes. Without an event it is LINE's own try of our address."""
    secret, given = account.secrets.get("channel_secret", "").strip(), request.headers.get("x-line-signature", "")
    if request.method != "POST":
        return Knock(status=405, body=b"LINE posts its events here.")
    if not secret or not hmac.compare_digest(given.encode("utf-8", "replace"), signature(secret, request.body).encode()):
        return Knock(status=401, body=b"The signature is missing or wrong.")
    try:
        payload = load_payload(request.body)
    except Unreadable:
        return Knock(status=400, body=b"This is not JSON.")
    bot, events = word(payload, "destination", 80), several(payload, "events")
    if account.address and bot and bot.casefold() != account.address.casefold():
        return Knock(status=403, body=b"This speaks to another account.")
    if not events:
        return Knock(proof="handshake")
    return Knock(take=request.body, sender=place_of(one(events[0], "source")), proof="signed")


def place_of(source: Mapping[str, Any]) -> str:
    """The id that an answer goes to: the group or room, else the person; "" where nobody can be answered."""
    kind = source.get("type")
    key = {"group": "groupId", "room": "roomId"}.get(kind if isinstance(kind, str) else "", "userId")
    return word(source, key, 80)


def address(place: str, name: str = "") -> Address:
    """LINE gives no name with an event."""
    return Address(kind=HandleKind.EXTERNAL, value=f"{KEY}:{place}", name=name, verified=True)
