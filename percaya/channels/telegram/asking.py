"""How updates come: by webhook, or by asking again and again. The two exclude each other (409)."""

import hmac
import json
from typing import Any

import orjson

from percaya.channels.common.answers import said
from percaya.channels.common.payloads import load_payload, one, word
from percaya.channels.contract import AccountFacts, Answer, Parcel, Unreadable
from percaya.channels.contract.abilities import HookRequest, Knock, Polling
from percaya.channels.telegram.people import number
from percaya.channels.telegram.wire import HEADER, UPDATES, ask, hook_secret

HELD = 25  # seconds that Telegram keeps a question open while nothing happens
MOST = 100  # updates an answer


def knock(request: HookRequest, account: AccountFacts) -> Knock:
    """Proven by the secret that we gave with ``setWebhook``. A pressed button is answered in the same breath."""
    secret = hook_secret(account)
    given = request.headers.get(HEADER, "")
    if request.method != "POST":
        return Knock(status=405, body=b"Telegram posts its updates here.")
    if not secret or not hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode()):
        return Knock(status=401, body=b"The secret token is missing or wrong.")
    try:
        update = load_payload(request.body)
    except Unreadable:
        update = {}
    pressed = word(one(update, "callback_query"), "id", 100)
    answer = {"method": "answerCallbackQuery", "callback_query_id": pressed} if pressed else {}
    return Knock(
        take=request.body,
        body=orjson.dumps(answer) if answer else b"",
        content_type="application/json" if answer else "text/plain",
        sender=_sender(update),
        proof="signed",
    )


def polls(account: AccountFacts) -> bool:
    """By choice, or because no webhook could be set (``webhook``: where the last check found one)."""
    way = account.settings.get("receiving") or "auto"
    return way == "polling" or (way == "auto" and not account.settings.get("webhook"))


def poll(account: AccountFacts, cursor: str) -> Parcel:
    """The next updates; before that, an answer for every button that was pressed ("offset|id,id" in the cursor)."""
    offset, pressed = _split(cursor)
    if pressed:
        return ask(account, "answerCallbackQuery", {"callback_query_id": pressed[0]}, step="answered", repeatable=True)
    asked = {"offset": offset, "timeout": HELD, "limit": MOST, "allowed_updates": UPDATES}
    return ask(account, "getUpdates", asked, step="updates", repeatable=True)


def polled(answer: Answer, cursor: str) -> Polling:
    """Updates in their order. What was pressed stays in the cursor until it has been answered once, well or not."""
    offset, pressed = _split(cursor)
    body = said(answer)
    if pressed:
        return Polling(cursor=_cursor(offset, pressed[1:]), wait=0.0 if answer.code else 5.0)
    if answer.code != 200 or body.get("ok") is not True or not isinstance(body.get("result"), list):
        return _trouble(answer, body, cursor)
    updates = [one_of for one_of in body["result"] if isinstance(one_of, dict)]
    last = max((number(update.get("update_id")) or 0 for update in updates), default=0)
    ids = tuple(filter(None, (word(one(update, "callback_query"), "id", 100) for update in updates)))
    return Polling(
        arrivals=tuple(json.dumps(update).encode() for update in updates),  # escaped: a lone surrogate may stand in it
        cursor=_cursor(last + 1 if last else offset, ids),
        wait=0.0 if updates else 1.0,
    )


def _trouble(answer: Answer, body: dict[str, Any], cursor: str) -> Polling:
    retry = one(body, "parameters").get("retry_after")
    waits = {0: 5.0, 401: 300.0, 404: 300.0, 409: 30.0}
    wait = float(min(retry, 3600)) if isinstance(retry, int) and retry > 0 else waits.get(answer.code, 15.0)
    return Polling(
        cursor=cursor, trouble=word(body, "description", 300) or answer.text[:300] or "Telegram did not answer.", wait=wait
    )


def _split(cursor: str) -> tuple[int, tuple[str, ...]]:
    offset, _, pressed = cursor.partition("|")
    return int(offset) if offset.isdecimal() else 0, tuple(filter(None, pressed.split(",")))


def _cursor(offset: int, pressed: tuple[str, ...]) -> str:
    return f"{offset}|{','.join(pressed)}" if pressed else str(offset)


def _sender(update: dict[str, Any]) -> str:
    for kind in UPDATES:
        given = one(update, kind)
        chat = number(one(given, "chat").get("id")) or number(one(one(given, "message"), "chat").get("id"))
        if chat is not None:
            return str(chat)
    return ""
