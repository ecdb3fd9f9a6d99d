"""Trying the token, and setting the address of the webhook."""

from collections.abc import Sequence

from percaya.channels.common.answers import said
from percaya.channels.common.payloads import word
from percaya.channels.contract import AccountFacts, Answer, Parcel, Word
from percaya.channels.contract.abilities import Verdict
from percaya.channels.line.sending import interpret
from percaya.channels.line.wire import ask

_ENDPOINT = "/v2/bot/channel/webhook/endpoint"
_NOWHERE = Parcel(carrier="http", external_id="", repeatable=True)


def checks(account: AccountFacts, hook_url: str) -> tuple[Parcel, ...]:
    """LINE reaches only https addresses: elsewhere the address is left as it is."""
    asked = [
        ask(account, "/v2/bot/info", step="info", method="GET"),
        ask(account, "/v2/bot/message/quota", step="quota", method="GET"),
        ask(account, "/v2/bot/message/quota/consumption", step="used", method="GET"),
    ]
    if hook_url.startswith("https://"):
        asked += [
            ask(account, _ENDPOINT, {"endpoint": hook_url}, step="set", method="PUT"),
            ask(account, _ENDPOINT, step="endpoint", method="GET"),
        ]
    return tuple(asked)


def verdict(answers: Sequence[Answer]) -> Verdict:
    """Well when LINE knows the account and, where it was set, the webhook is switched on."""
    for answer in answers:
        if answer.code != 200:
            outcome = interpret(_NOWHERE, answer)
            return Verdict(is_well=False, word=outcome.word, code=str(answer.code), said=outcome.reason)
    if len(answers) < 3:
        return Verdict(is_well=False, said="LINE has not answered every question.")
    info, quota, used = (said(answer) for answer in answers[:3])
    facts = {
        "address": word(info, "userId", 80),
        "display_name": word(info, "displayName", 100),
        "basic_id": word(info, "basicId", 40),
        "quota": word(quota, "value", 20),
        "used": word(used, "totalUsage", 20),
    }
    if len(answers) == 5 and said(answers[4]).get("active") is not True:
        sentence = "The webhook's address is set, but “Use webhook” is off in LINE Developers. Turn it on there."
        return Verdict(is_well=False, word=Word.NO_RIGHT, said=sentence, facts=facts)
    return Verdict(is_well=True, facts=facts)
