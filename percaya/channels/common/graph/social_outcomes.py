"""What Meta's answers to Instagram and Messenger mean. Source: the platform's table of error codes (Messenger Platform docs)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from percaya.channels.common.graph.errors import GraphError, graph_error
from percaya.channels.common.graph.social import COMMENT
from percaya.channels.common.payloads import load_payload, several, word
from percaya.channels.contract import Answer, Outcome, OutcomeKind, Parcel, Unreadable, Word

_MINUTE = 60


@dataclass(frozen=True)
class _Meaning:
    word: Word
    permanent: bool = False
    hold: bool = False
    wait: int | None = None  # seconds


_FOR_GOOD = _Meaning(Word.REFUSED, permanent=True)
_CLOSED = _Meaning(Word.WINDOW_CLOSED, permanent=True)
_GONE = _Meaning(Word.UNREACHABLE, permanent=True)
_MEDIA = _Meaning(Word.WRONG_MEDIA, permanent=True)
_LATER = _Meaning(Word.TOO_MANY, wait=5 * _MINUTE)
_TROUBLE = _Meaning(Word.VENDOR)
_TOKEN = _Meaning(Word.TOKEN_EXPIRED, hold=True)
_RIGHT = _Meaning(Word.NO_RIGHT, hold=True)
_BLOCKED = _Meaning(Word.ACCOUNT_BLOCKED, hold=True)
_ELSEWHERE = _Meaning(Word.HELD_ELSEWHERE, permanent=True)

# A subcode says more than its code, so it is asked first.
_SUBCODES: dict[int, _Meaning] = {
    **dict.fromkeys((2018278, 2534022, 2018065), _CLOSED),
    **dict.fromkeys((2018108, 1545041, 2018001, 2534014, 2018218), _GONE),
    1893015: _Meaning(Word.BLOCKED, permanent=True),
    **dict.fromkeys((2018047, 2018008, 2018294, 2018109, 2534015), _MEDIA),
    2018074: _Meaning(Word.MEDIA_LOST, permanent=True),
    **dict.fromkeys((1893063, 2534029), _BLOCKED),
    **dict.fromkeys((2534077, 2534041, 2534013), _RIGHT),
    2018338: _Meaning(Word.SPAM_LIMIT, wait=60 * _MINUTE),
    **dict.fromkeys((2534040, 2018354), _LATER),
    2018321: _Meaning(Word.VENDOR, wait=10 * _MINUTE),  # an automated talk of Messenger's own runs: it ends by itself
    **dict.fromkeys((2018300, 2534037), _ELSEWHERE),  # another app of the page holds the talk
    2534025: _FOR_GOOD,  # the comment was answered already
}
_CODES: dict[int, _Meaning] = {
    **dict.fromkeys((4, 17, 32, 613, 80001, 80002, 80006), _LATER),
    **dict.fromkeys((1, 2), _TROUBLE),
    **dict.fromkeys((102, 190, 463, 467), _TOKEN),
    **dict.fromkeys((3, 10), _RIGHT),
    **dict.fromkeys((368, 2022), _BLOCKED),
    551: _GONE,
    9000001: _FOR_GOOD,
}


def interpret(parcel: Parcel, answer: Answer) -> Outcome:
    """Sent with Meta's own id of it; else what its refusal means."""
    if answer.code == 0:
        return _unanswered(answer)
    refused = graph_error(answer)
    if 200 <= answer.code < 300 and refused is None:
        return _sent(parcel, answer)
    meaning = meaning_of(refused) if refused else _by_status(answer.code)
    said = refused.said if refused else f"HTTP {answer.code} {answer.text[:200]}".strip()
    return Outcome(
        kind=OutcomeKind.FAILED,
        permanent=meaning.permanent,
        reason=said or f"HTTP {answer.code}",
        code=code_of(refused) if refused else str(answer.code),
        word=meaning.word,
        hold=meaning.hold,
        retry_after=None if meaning.permanent or meaning.hold else _wait(answer.headers) or meaning.wait,
    )


def meaning_of(refused: GraphError) -> _Meaning:
    """By its subcode, its code, and where Meta has only words, by those."""
    said = refused.said.lower()
    if "outside of allowed window" in said:
        return _CLOSED
    if "another app is controlling" in said:
        return _ELSEWHERE
    if refused.code == 100 and "length" in said and "text" in said:
        return _Meaning(Word.TOO_LONG, permanent=True)
    found = _SUBCODES.get(refused.subcode) or _CODES.get(refused.code)
    if found is not None:
        return found
    if 200 <= refused.code <= 299:
        return _RIGHT
    return _TROUBLE if refused.is_transient else _FOR_GOOD


def code_of(refused: GraphError) -> str:
    """As Meta's table writes it: "10/2018278"."""
    return f"{refused.code}/{refused.subcode}" if refused.subcode else str(refused.code)


def _sent(parcel: Parcel, answer: Answer) -> Outcome:
    try:
        said = load_payload(answer.body or answer.text.encode("utf-8", "replace"))
    except Unreadable:
        said = {}
    named = word(said, "message_id", 500)
    if parcel.step == "comment" and word(said, "id", 200):
        named = COMMENT + word(said, "id", 200)
    proof = named or word(said, "attachment_id", 200) or f"HTTP {answer.code}"
    return Outcome(kind=OutcomeKind.SENT, proof=proof, external_id=named, code=str(answer.code))


def _unanswered(answer: Answer) -> Outcome:
    if answer.sent_anything:
        reason = answer.text or "The connection broke before Meta answered: the message may have left."
        return Outcome(kind=OutcomeKind.UNKNOWN, reason=reason, word=Word.UNKNOWN)
    return Outcome(kind=OutcomeKind.FAILED, reason=answer.text or "Meta could not be reached.", word=Word.VENDOR)


def _by_status(status: int) -> _Meaning:
    if status in (401, 403):
        return _TOKEN
    if status == 429:
        return _LATER
    return _TROUBLE if status >= 500 or status in (408, 425) else _FOR_GOOD


def _wait(headers: Mapping[str, str]) -> int | None:
    """Seconds that Meta asks for: ``Retry-After``, or its usage header, which counts in minutes."""
    plain = headers.get("retry-after", "")
    if plain.isdecimal() and len(plain) < 7:
        return int(plain)
    try:
        usage = load_payload(headers.get("x-business-use-case-usage", "").encode())
    except Unreadable:
        return None
    waits = [one.get("estimated_time_to_regain_access") for owner in usage for one in several(usage, owner)]
    minutes = [wait for wait in waits if isinstance(wait, int | float) and 0 < wait < 10_000]
    return math.ceil(max(minutes) * _MINUTE) if minutes else None
