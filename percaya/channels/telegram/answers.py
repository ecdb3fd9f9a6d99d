"""What the Bot API's answers mean: {"ok", "result"} or {"ok", "error_code", "description", "parameters"}."""

from typing import Any

from percaya.channels.common.answers import said, unanswered
from percaya.channels.common.payloads import one, several, word
from percaya.channels.contract import Answer, Outcome, OutcomeKind, Parcel, Word
from percaya.channels.telegram.people import message_id, number

# Words in a description, in the order in which they are looked for.
_REFUSALS = (
    ("blocked by the user", Word.BLOCKED),
    ("was kicked", Word.BLOCKED),
    ("not a member", Word.BLOCKED),
    ("user is deactivated", Word.UNREACHABLE),
    ("can't initiate conversation", Word.UNREACHABLE),
    ("can't send messages to bots", Word.UNREACHABLE),
    ("chat not found", Word.UNREACHABLE),
    ("user not found", Word.UNREACHABLE),
    ("peer_id_invalid", Word.UNREACHABLE),
    ("not enough rights", Word.NO_RIGHT),
    ("have no rights", Word.NO_RIGHT),
    ("too long", Word.TOO_LONG),
    ("too large", Word.WRONG_MEDIA),
    ("too big", Word.WRONG_MEDIA),
    ("photo_", Word.WRONG_MEDIA),
    ("image_process", Word.WRONG_MEDIA),
    ("voice_messages_forbidden", Word.WRONG_MEDIA),
    ("wrong file", Word.WRONG_MEDIA),
    ("wrong type", Word.WRONG_MEDIA),
    ("file must be non-empty", Word.WRONG_MEDIA),
)


def outcome_of(parcel: Parcel, answer: Answer) -> Outcome:
    if early := unanswered(answer):
        return early
    body = said(answer)
    if answer.code == 200 and body.get("ok") is True:
        named = _named(body.get("result"))
        return Outcome(kind=OutcomeKind.SENT, proof=f"telegram {named}".strip(), external_id=named)
    if answer.code == 200:
        return Outcome(kind=OutcomeKind.UNKNOWN, reason="The answer could not be read; it may have left.", word=Word.UNKNOWN)
    return _refused(answer, body)


def _named(result: object) -> str:
    """The id of the message that was sent, of an album its first; "" where a method sends none."""
    first = next(iter(several({"all": result}, "all")), {}) if isinstance(result, list) else result
    return message_id(first) if isinstance(first, dict) else ""


def _refused(answer: Answer, body: dict[str, Any]) -> Outcome:
    reason, code = word(body, "description", 300) or answer.text[:300] or "Telegram refused it.", str(answer.code)
    parameters = one(body, "parameters")
    if answer.code == 429:
        wait = number(parameters.get("retry_after")) or 30
        return _failed(reason, code, Word.TOO_MANY, retry_after=max(1, min(wait, 3600)))
    if answer.code in (401, 404):  # 404: no bot has this token
        return _failed(reason, code, Word.TOKEN_EXPIRED, hold=True)
    if number(parameters.get("migrate_to_chat_id")) is not None:
        # The group has a new id. Its own update tells us; then the address is another and the next try arrives.
        return _failed(reason, code, Word.VENDOR, retry_after=30)
    small = reason.lower()
    known = next((meaning for words, meaning in _REFUSALS if words in small), None)
    if answer.code == 413:
        known = Word.WRONG_MEDIA
    return _failed(reason, code, known or (Word.BLOCKED if answer.code == 403 else Word.REFUSED), permanent=True)


def _failed(
    reason: str, code: str, why: Word, *, permanent: bool = False, retry_after: int | None = None, hold: bool = False
) -> Outcome:
    return Outcome(
        kind=OutcomeKind.FAILED, permanent=permanent, reason=reason, code=code, word=why, retry_after=retry_after, hold=hold
    )
