"""What an SMTP server's answer means. The text of the answer is kept as the reason or the proof."""

import re

from percaya.channels.common.texts import clean_line
from percaya.channels.contract import Answer, Outcome, OutcomeKind, Parcel

_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
# The server refuses us, not the message: a wrong password or a missing login is mended and then tried again.
_ACCOUNT_CODES = {530, 534, 535, 538}
_GREYLIST_SECONDS = 300


def outcome_of(parcel: Parcel, answer: Answer) -> Outcome:
    """Sent, failed (for now or for good) or unknown: bytes left and no answer came, so it may have arrived."""
    if answer.refused and set(answer.refused) >= set(parcel.recipients):
        return _all_refused(answer)
    if answer.code == 0:
        return _no_answer(answer)
    if 200 <= answer.code < 300:
        return _sent(answer)
    return _failed(answer.code, answer.text)


def _sent(answer: Answer) -> Outcome:
    refused = tuple((recipient, _said(code, text)) for recipient, (code, text) in sorted(answer.refused.items()))
    return Outcome(
        kind=OutcomeKind.SENT, code=_code(answer.code, answer.text), proof=_said(answer.code, answer.text), refused=refused
    )


def _no_answer(answer: Answer) -> Outcome:
    reason = clean_line(answer.text, 500)
    if answer.sent_anything:
        return Outcome(kind=OutcomeKind.UNKNOWN, reason=reason or "The server did not confirm that it took the mail.")
    return Outcome(kind=OutcomeKind.FAILED, reason=reason or "The mail server could not be reached.")


def _failed(code: int, text: str) -> Outcome:
    permanent = 500 <= code < 600 and code not in _ACCOUNT_CODES
    retry_after = _GREYLIST_SECONDS if code in (450, 451) else None
    return Outcome(
        kind=OutcomeKind.FAILED,
        permanent=permanent,
        reason=clean_line(text, 500),
        code=_code(code, text),
        retry_after=retry_after,
    )


def _all_refused(answer: Answer) -> Outcome:
    """Nobody took it: permanent only when every refusal is, for one that may yet succeed is worth a try."""
    refusals = sorted(answer.refused.items(), key=lambda item: (item[1][0] >= 500, item[0]))
    outcome = _failed(*refusals[0][1])
    refused = tuple((recipient, _said(code, text)) for recipient, (code, text) in refusals)
    return Outcome(
        kind=outcome.kind, permanent=outcome.permanent, reason=outcome.reason, code=outcome.code,
        retry_after=outcome.retry_after, refused=refused,
    )  # fmt: skip


def _said(code: int, text: str) -> str:
    return clean_line(f"{code} {text}", 500)


def _code(code: int, text: str) -> str:
    match = _ENHANCED.search(text)
    return match[1] if match else str(code)
