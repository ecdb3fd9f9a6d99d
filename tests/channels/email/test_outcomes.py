"""What SMTP servers answer, and what it means."""

import pytest

from percaya.channels.contract import Answer, OutcomeKind, Parcel
from percaya.channels.email.outcomes import outcome_of

_PARCEL = Parcel(carrier="mail", external_id="a@b", recipients=("a@x.example", "b@x.example"))
_GONE = (550, "5.1.1 user unknown")
_BUSY = (451, "4.7.1 greylisted")


@pytest.mark.parametrize(
    ("answer", "kind", "permanent", "code"),
    [
        (Answer(code=250, text="2.0.0 Ok: queued as 4X"), OutcomeKind.SENT, False, "2.0.0"),
        (Answer(code=550, text="5.7.1 spam"), OutcomeKind.FAILED, True, "5.7.1"),
        (Answer(code=552, text="too big"), OutcomeKind.FAILED, True, "552"),
        (Answer(code=451, text="4.7.1 try later"), OutcomeKind.FAILED, False, "4.7.1"),
        (Answer(code=421, text="shutting down"), OutcomeKind.FAILED, False, "421"),
        (Answer(code=535, text="5.7.8 bad password"), OutcomeKind.FAILED, False, "5.7.8"),
        (Answer(code=0, sent_anything=False), OutcomeKind.FAILED, False, ""),
        (Answer(code=0, sent_anything=True), OutcomeKind.UNKNOWN, False, ""),
        (Answer(code=550, refused={"a@x.example": _GONE, "b@x.example": _GONE}), OutcomeKind.FAILED, True, "5.1.1"),
        (Answer(code=550, refused={"a@x.example": _GONE, "b@x.example": _BUSY}), OutcomeKind.FAILED, False, "4.7.1"),
    ],
)
def test_an_answer_means(answer: Answer, kind: OutcomeKind, permanent: bool, code: str) -> None:
    outcome = outcome_of(_PARCEL, answer)
    assert (outcome.kind, outcome.permanent, outcome.code) == (kind, permanent, code)


def test_one_recipient_refused_is_told_though_the_mail_is_sent() -> None:
    outcome = outcome_of(_PARCEL, Answer(code=250, text="queued", refused={"a@x.example": _GONE}))
    assert outcome.kind is OutcomeKind.SENT
    assert outcome.refused == (("a@x.example", "550 5.1.1 user unknown"),)
    assert "queued" in outcome.proof


def test_greylisting_is_tried_again_soon() -> None:
    assert outcome_of(_PARCEL, Answer(code=451)).retry_after == 300
