"""Answers to another system: one signed POST each, the same bytes on every try.

The timestamp is the answer's own time, so a try some hours later carries an old one: a receiver knows repeats by webhook-id.
"""

import base64
import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from percaya.channels.api.signing import secrets_of, signature
from percaya.channels.contract import AccountFacts, Address, Answer, Outcome, OutcomeKind, Outgoing, Parcel, Word
from percaya.channels.contract.abilities import Verdict

_FOR_GOOD = {400, 405, 409, 413, 415, 422}
_ACCOUNT = {401, 403, 404, 410}  # the other side no longer knows us: a person has to mend the account


def url_of(account: AccountFacts) -> str:
    return str(account.settings.get("base_url") or "").strip()


def compose(out: Outgoing, account: AccountFacts) -> Parcel:
    """Raises ``ValueError`` where an address is set and no secret: nothing leaves unsigned."""
    named = f"api-{hashlib.sha256(f'api{chr(0)}{account.public_id}{chr(0)}{out.message_token}'.encode()).hexdigest()[:32]}"
    recipients = tuple(address.value for address in out.to)
    url = url_of(account)
    if not url:  # the caller reads it where it wrote its question
        return Parcel(carrier="none", external_id=named, recipients=recipients)
    if not secrets_of(account):
        raise ValueError("No signing secret is set for this channel. Nothing was sent; enter one in its settings.")
    body = orjson.dumps({"type": "message.created", "timestamp": _when(out), "data": _data(out)})
    seconds = int(out.composed_at.timestamp()) if out.composed_at else 0
    headers = _headers(account, out.message_token, seconds, body)
    return Parcel(carrier="http", external_id=named, recipients=recipients, url=url, headers=headers, body=body, repeatable=True)


def interpret(parcel: Parcel, answer: Answer) -> Outcome:
    if parcel.carrier == "none":
        return Outcome(kind=OutcomeKind.SENT, proof="available through the API")
    code, said = str(answer.code or ""), " ".join(answer.text.split())[:200]
    if 200 <= answer.code < 300:
        return Outcome(kind=OutcomeKind.SENT, proof=f"taken with {code}", code=code, external_id=_their_id(answer))
    if answer.code == 0:
        kind = OutcomeKind.UNKNOWN if answer.sent_anything else OutcomeKind.FAILED
        return Outcome(kind=kind, reason=said or "nobody answered", word=Word.UNKNOWN if answer.sent_anything else Word.VENDOR)
    if answer.code in _ACCOUNT:
        return Outcome(kind=OutcomeKind.FAILED, reason=said, code=code, word=Word.NO_RIGHT, hold=True)
    if answer.code in _FOR_GOOD or 300 <= answer.code < 400:
        return Outcome(kind=OutcomeKind.FAILED, permanent=True, reason=said, code=code, word=Word.REFUSED)
    wait = answer.headers.get("retry-after", "")
    after = min(int(wait), 86_400) if wait.isascii() and wait.isdecimal() and len(wait) < 9 else None
    word = Word.TOO_MANY if answer.code == 429 else Word.VENDOR
    return Outcome(kind=OutcomeKind.FAILED, reason=said, code=code, word=word, retry_after=after)


def ping(account: AccountFacts, hook_url: str) -> Parcel:
    """A signed call that says nothing but where this channel is to be reached."""
    body = orjson.dumps({"type": "ping", "data": {"hook": hook_url, "channel": account.name}})
    headers = _headers(account, f"ping_{account.public_id}_{int(time.time())}", int(time.time()), body)
    return Parcel(carrier="http", external_id="ping", url=url_of(account), headers=headers, body=body, repeatable=True)


def verdict(answers: Sequence[Answer]) -> Verdict:
    """Nothing to ring is well too: answers are then read through the API."""
    bad = next((one for one in answers if not 200 <= one.code < 300), None)
    if bad is None:
        return Verdict(is_well=True)
    word = Word.NO_RIGHT if bad.code in _ACCOUNT else Word.VENDOR
    return Verdict(is_well=False, word=word, code=str(bad.code or ""), said=bad.text[:200])


def _headers(account: AccountFacts, call_id: str, seconds: int, body: bytes) -> Mapping[str, str]:
    signed = " ".join(signature(key, call_id, str(seconds), body) for key in secrets_of(account))
    return {
        "Content-Type": "application/json",
        "User-Agent": "Percaya",
        "webhook-id": call_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signed,
    }


def _data(out: Outgoing) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": out.message_token,
        "ticket": {"id": out.ticket_token, "number": out.ticket_number},
        "to": [_person(one) for one in out.to],
        "conversation": out.conversation,
        "answers": out.answers,
        "quotes": out.quotes,
        "subject": out.subject,
        "text": out.text,
        "html": out.html,
        "sender_name": out.sender_name,
        "automatic": out.automatic,
        "language": out.language,
        "files": [_file(one.name, one.content_type, one.content) for one in out.attachments],
    }
    return said


def _person(address: Address) -> dict[str, str]:
    key = "external_id" if address.kind.value == "external" else address.kind.value
    return {key: address.value, "name": address.name}


def _file(name: str, content_type: str, content: bytes) -> dict[str, Any]:
    kind = content_type if "\n" not in content_type and "\r" not in content_type else "application/octet-stream"
    return {"name": name, "type": kind, "size": len(content), "content": base64.b64encode(content).decode()}


def _when(out: Outgoing) -> str:
    return out.composed_at.isoformat() if out.composed_at else ""


def _their_id(answer: Answer) -> str:
    """The id under which the other side keeps it, where it says one: {"id": "…"}. A number is taken by its digits."""
    try:
        said = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return ""
    found = said.get("id") if isinstance(said, dict) else None
    return str(found)[:200] if isinstance(found, str | int) and not isinstance(found, bool) else ""
