"""Trying the token, and telling Telegram where to bring its updates (or that it shall wait to be asked)."""

from collections.abc import Sequence
from typing import Any

from percaya.channels.common.answers import said
from percaya.channels.common.payloads import one, word
from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.channels.contract.abilities import Verdict
from percaya.channels.telegram.answers import outcome_of
from percaya.channels.telegram.wire import UPDATES, ask, hook_secret


def checks(account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
    way = account.settings.get("receiving") or "auto"
    told = way == "webhook" or (way == "auto" and hook_url.startswith("https://"))
    return (
        ask(account, "getMe", {}, step="me", repeatable=True),
        _told(account, hook_url) if told else _asked(account),
        ask(account, "getWebhookInfo", {}, step="webhook", repeatable=True),
    )


def _told(account: AccountFacts, hook_url: str) -> Parcel:
    wish = {"url": hook_url, "secret_token": hook_secret(account), "max_connections": 40, "allowed_updates": UPDATES}
    return ask(account, "setWebhook", wish, step="set", repeatable=True)


def _asked(account: AccountFacts) -> Parcel:
    """What waits there is kept: it is fetched by asking."""
    return ask(account, "deleteWebhook", {"drop_pending_updates": False}, step="set", repeatable=True)


def verdict(answers: Sequence[Answer]) -> Verdict:
    """Well when all three were answered well. ``webhook``: where updates are brought, "" while we ask for them."""
    for answer in answers:
        if answer.code != 200 or said(answer).get("ok") is not True:
            return _unwell(answer)
    if len(answers) < 3:
        return Verdict(is_well=False, said="Telegram has not answered every question.")
    me, webhook = one(said(answers[0]), "result"), one(said(answers[2]), "result")
    return Verdict(is_well=True, facts=_facts(me, webhook))


def _facts(me: dict[str, Any], webhook: dict[str, Any]) -> dict[str, Any]:
    facts = {"address": word(me, "id", 30), "username": word(me, "username", 60), "webhook": word(webhook, "url", 500)}
    facts["display_name"] = word(me, "first_name", 100)
    if username := facts["username"]:
        facts["link"] = f"https://t.me/{username}"
    return facts


def _unwell(answer: Answer) -> Verdict:
    outcome = outcome_of(Parcel(carrier="http", external_id=""), answer)
    return Verdict(is_well=False, word=outcome.word, code=str(answer.code), said=outcome.reason)
