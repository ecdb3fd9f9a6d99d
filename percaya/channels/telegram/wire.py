"""Requests to the Bot API and what its answers say. The token is part of every address: it is never written to a log."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import orjson

from percaya.channels.contract import AccountFacts, Parcel

VENDOR = "https://api.telegram.org"
HEADER = "x-telegram-bot-api-secret-token"
UPDATES = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member")


def base(account: AccountFacts) -> str:
    return str(account.settings.get("base_url") or "").strip().rstrip("/") or VENDOR


def host(account: AccountFacts) -> str:
    return urlsplit(base(account)).hostname or ""


def token(account: AccountFacts) -> str:
    """The bot's token as it may stand in an address."""
    return quote(account.secrets.get("bot_token", "").strip(), safe=":-_")


def method_url(account: AccountFacts, method: str) -> str:
    return f"{base(account)}/bot{token(account)}/{method}"


def file_url(account: AccountFacts, path: str) -> str:
    safe = "/".join(quote(part, safe="") for part in path.split("/") if part.strip("."))
    return f"{base(account)}/file/bot{token(account)}/{safe}"


def ask(
    account: AccountFacts,
    method: str,
    body: Mapping[str, Any],
    *,
    step: str = "",
    external_id: str = "",
    recipients: tuple[str, ...] = (),
    repeatable: bool = False,
) -> Parcel:
    """Any method with plain values."""
    return Parcel(
        carrier="http",
        external_id=external_id,
        body=orjson.dumps(body),
        recipients=recipients,
        url=method_url(account, method),
        headers={"Content-Type": "application/json"},
        step=step,
        repeatable=repeatable,
    )


def hook_secret(account: AccountFacts) -> str:
    """What Telegram must say with every webhook (1-256 of A-Z a-z 0-9 _ -): made from our key and the token, so that a new
    token makes a new one. "" where there is nothing to make it from."""
    if not account.signing_key or not token(account):
        return ""
    words = f"telegram webhook\0{account.public_id}\0{token(account)}".encode()
    return hmac.new(account.signing_key, words, hashlib.sha256).hexdigest()
