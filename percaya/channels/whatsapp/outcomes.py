"""What the answer to a send or an upload means."""

from percaya.channels.common.graph import graph_error
from percaya.channels.common.payloads import load_payload, several, word
from percaya.channels.common.texts import clean_line
from percaya.channels.contract import Answer, Outcome, OutcomeKind, Parcel, Unreadable
from percaya.channels.whatsapp.errors import meaning_of
from percaya.channels.whatsapp.sending import UPLOAD


def outcome_of(parcel: Parcel, answer: Answer) -> Outcome:
    """Sent with WhatsApp's id as proof, failed by the table of codes, or unknown: bytes left and nothing certain came back."""
    if answer.code == 0:
        return _no_answer(parcel, answer)
    if 200 <= answer.code < 300:
        return _taken(parcel, answer)
    error = graph_error(answer)
    if error is None and answer.code in (502, 504):  # something in between gave up waiting; Meta may have taken it
        return _unknown(answer, f"Something between us and WhatsApp answered {answer.code}.")
    code, transient = (error.code, error.is_transient) if error else (None, False)
    meaning = meaning_of(code, answer.code, is_transient=transient)
    return Outcome(
        kind=OutcomeKind.FAILED,
        permanent=meaning.permanent,
        hold=meaning.hold,
        word=meaning.word,
        retry_after=_told_wait(answer) or meaning.retry_after,
        reason=(error.said if error else "") or clean_line(answer.text, 300) or f"WhatsApp answered {answer.code}.",
        code=str(code or answer.code),
    )


def _no_answer(parcel: Parcel, answer: Answer) -> Outcome:
    """An upload says nothing to anybody: it is simply tried again."""
    reason = clean_line(answer.text, 300)
    if answer.sent_anything and not parcel.repeatable:
        return _unknown(answer, "WhatsApp did not confirm that it took the message.")
    return Outcome(kind=OutcomeKind.FAILED, reason=reason or "WhatsApp could not be reached.")


def _unknown(answer: Answer, reason: str) -> Outcome:
    return Outcome(kind=OutcomeKind.UNKNOWN, reason=clean_line(answer.text, 300) or reason)


def _taken(parcel: Parcel, answer: Answer) -> Outcome:
    try:
        data = load_payload(answer.body or answer.text.encode("utf-8", "replace"))
    except Unreadable:
        data = {}
    code = str(answer.code)
    if parcel.step.startswith(UPLOAD):
        if media := word(data, "id", 300):
            return Outcome(kind=OutcomeKind.SENT, code=code, proof=f"media {media}")
        return Outcome(kind=OutcomeKind.FAILED, code=code, reason="WhatsApp took the file but gave it no id.")
    id = next(filter(None, (word(message, "id", 300) for message in several(data, "messages"))), "")
    if not id:
        return _unknown(answer, "WhatsApp's answer names no message.")
    return Outcome(kind=OutcomeKind.SENT, code=code, proof=id, external_id=id)


def _told_wait(answer: Answer) -> int | None:
    said = answer.headers.get("retry-after", "").strip()
    return min(int(said), 24 * 3600) if said.isdecimal() and len(said) < 8 else None
