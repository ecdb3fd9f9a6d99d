"""A message that leaves in several steps: what was answered to those that ended well is kept, so that a retry goes on there."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from percaya.channels.contract import AccountFacts, Answer, Channel, Outcome, OutcomeKind, Outgoing, Parcel
from percaya.channels.contract.abilities import Stepped
from percaya.core.tickets.models import Message
from percaya.stages.delivery.models import Attempt

_BODY = 16 * 1024  # bytes of an answer that later steps are told
_HEADER = 500


def next_parcel(kind: Channel, out: Outgoing, account: AccountFacts, done: Mapping[str, Answer]) -> Parcel | None:
    """What has to leave next; ``None`` when all has. Raises ``ValueError`` with a sentence."""
    if isinstance(kind, Stepped):
        return kind.next_parcel(out, account, done)
    return None if done else kind.compose(out, account)


def done_so_far(message: Message) -> dict[str, Answer]:
    """Answers of the steps that ended well, by step."""
    rows = _well(message).order_by("pk")
    return {row.step: _opened(row.answer) for row in rows if row.answer}


def external_ids(message: Message) -> list[str]:
    """The vendor's own ids of the parts that left, in their order."""
    rows = _well(message).order_by("pk").values_list("answer", flat=True)
    return [one["external_id"] for one in rows if one.get("external_id")]


def forget_for_resend(message: Message) -> None:
    """A person sends it again. Uploads are done anew; what the customer has got already is not, unless all of it had left and
    was said to be lost afterwards."""
    last = Attempt.objects.filter(message=message).order_by("-pk").first()
    had_all_left = last is not None and last.outcome == OutcomeKind.SENT
    for row in _well(message):
        if row.answer and (had_all_left or row.answer.get("repeatable")):
            row.answer = {}
            row.save(update_fields=["answer"])


def kept(answer: Answer, parcel: Parcel, outcome: Outcome) -> dict[str, Any]:
    """A finished step as it is stored."""
    headers = {name: value for name, value in list(answer.headers.items())[:20] if len(value) <= _HEADER}
    return {
        "code": answer.code, "text": answer.text[:300], "body": b64encode(answer.body[:_BODY]).decode(), "headers": headers,
        "repeatable": parcel.repeatable, "external_id": outcome.external_id,
    }  # fmt: skip


def _well(message: Message) -> Any:
    return Attempt.objects.filter(message=message, outcome=OutcomeKind.SENT)


def _opened(stored: Mapping[str, Any]) -> Answer:
    body = b64decode(stored.get("body", ""))
    return Answer(code=int(stored["code"]), text=stored.get("text", ""), body=body, headers=stored.get("headers", {}))
