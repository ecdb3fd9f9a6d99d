"""Trying the keys, and whether the number is the account's."""

from collections.abc import Sequence
from urllib.parse import urlencode

from percaya.channels.common.answers import said
from percaya.channels.common.payloads import several, word
from percaya.channels.common.twilio.sending import interpret
from percaya.channels.common.twilio.wire import account_url, basic, number_of
from percaya.channels.contract import AccountFacts, Answer, Parcel, Word
from percaya.channels.contract.abilities import Verdict


def ask(account: AccountFacts, url: str, step: str) -> Parcel:
    return Parcel(carrier="http", external_id="", method="GET", url=url, headers=basic(account), step=step, repeatable=True)


def checks(account: AccountFacts, *, owns_number: bool) -> tuple[Parcel, ...]:
    asked = [ask(account, account_url(account, ".json"), "account")]
    if owns_number and number_of(account.address).startswith("+") and not account.settings.get("messaging_service"):
        query = urlencode({"PhoneNumber": number_of(account.address)})
        asked.append(ask(account, account_url(account, f"/IncomingPhoneNumbers.json?{query}"), "number"))
    return tuple(asked)


def verdict(answers: Sequence[Answer]) -> Verdict:
    for answer in answers:
        if answer.code != 200:
            outcome = interpret(Parcel(carrier="http", external_id=""), answer)
            return Verdict(is_well=False, word=outcome.word, code=outcome.code, said=outcome.reason)
    if not answers:
        return Verdict(is_well=False, said="Twilio has not answered.")
    account = said(answers[0])
    state, facts = word(account, "status", 30), {"display_name": word(account, "friendly_name", 100)}
    if state != "active":
        return Verdict(is_well=False, word=Word.ACCOUNT_BLOCKED, said=f"The Twilio account is {state or 'unknown'}.", facts=facts)
    if len(answers) > 1:
        number = next(iter(several(said(answers[1]), "incoming_phone_numbers")), None)
        if number is None:
            return Verdict(
                is_well=False, word=Word.NO_RIGHT, said="The number does not belong to this Twilio account.", facts=facts
            )
        facts["sms_url"] = word(number, "sms_url", 500)
    return Verdict(is_well=True, facts=facts)
