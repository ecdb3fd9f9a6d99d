"""Trying the keys: what the number is, until when the token holds, and (all repeatable) that news of the account reach us."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from percaya.channels.common.graph import graph_error, graph_get, graph_post
from percaya.channels.common.payloads import load_payload, moment_of, one, several, word
from percaya.channels.contract import AccountFacts, Answer, Parcel, Unreadable
from percaya.channels.contract.abilities import Verdict
from percaya.channels.whatsapp.errors import meaning_of

_FIELDS = (
    "display_phone_number,verified_name,quality_rating,messaging_limit_tier,throughput,name_status,status,code_verification_status,"
    "whatsapp_business_manager_messaging_limit"
)


def checks(account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
    """The number's facts, the token's, and the subscription of the business account to ``hook_url``."""
    token = account.secrets.get("access_token", "")
    parcels = [
        graph_get(account, account.address, {"fields": _FIELDS}, step="number"),
        graph_get(account, "debug_token", {"input_token": token}, step="token"),
    ]
    waba = str(account.settings.get("waba_id") or "").strip()
    if waba:
        override = {"override_callback_uri": hook_url, "verify_token": account.secrets.get("verify_token", "")}
        body = override if hook_url.startswith("https://") and override["verify_token"] else {}
        parcels.append(graph_post(account, f"{waba}/subscribed_apps", body, step="subscribe", repeatable=True))
    return tuple(parcels)


def verdict(answers: Sequence[Answer]) -> Verdict:
    """Well when the number answered and the app is subscribed. Not being told about the token is no fault."""
    number, token, *subscribed = (*answers, *(Answer(code=0, sent_anything=False),) * 2)[: max(len(answers), 2)]
    for answer in (number, *subscribed):
        if answer.code != 200 or graph_error(answer):
            return _ill(answer)
    return Verdict(is_well=True, facts=_facts(_loaded(number), one(_loaded(token), "data")))


def _ill(answer: Answer) -> Verdict:
    error = graph_error(answer)
    meaning = meaning_of(error.code if error else None, answer.code or 503)
    said = (error.said if error else "") or answer.text[:300] or "WhatsApp could not be reached."
    return Verdict(is_well=False, word=meaning.word.value, code=str(error.code if error else answer.code), said=said)


def _loaded(answer: Answer) -> dict[str, Any]:
    try:
        return load_payload(answer.body)
    except Unreadable:
        return {}


def _facts(number: dict[str, Any], token: dict[str, Any]) -> dict[str, Any]:
    facts = {
        "display_phone_number": word(number, "display_phone_number", 40),
        "display_name": word(number, "verified_name", 200),
        "quality": word(number, "quality_rating", 20).lower(),
        "limit": word(number, "whatsapp_business_manager_messaging_limit", 40) or word(number, "messaging_limit_tier", 40),
        "throughput": word(one(number, "throughput"), "level", 40).lower(),
        "number_state": word(number, "status", 40).lower(),
        "token_expires_at": _expiry(token),
        "app": word(token, "application", 200),
        "rights": [word(scope, "scope", 80) for scope in several(token, "granular_scopes")],
    }
    return {key: value for key, value in facts.items() if value}


def _expiry(token: dict[str, Any]) -> str:
    """ISO, UTC; "" for a token that never ends (0) or of which nothing is said."""
    at: datetime | None = moment_of(token.get("expires_at"))
    return at.astimezone(UTC).isoformat() if at and at.year > 1971 else ""
