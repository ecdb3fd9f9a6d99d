"""What became of a message of ours: "statuses", repeated and in any order. Whoever merges them keeps the furthest."""

from collections.abc import Iterator, Mapping
from typing import Any

from percaya.channels.common.graph import GraphError
from percaya.channels.common.part_tokens import parted
from percaya.channels.common.payloads import moment_of, several, word
from percaya.channels.contract import ReceiptIn, ReceiptState
from percaya.channels.whatsapp.errors import meaning_of
from percaya.channels.whatsapp.people import group_address, person_of

_STATES = {
    "sent": ReceiptState.SENT,
    "delivered": ReceiptState.DELIVERED,
    "read": ReceiptState.READ,
    "played": ReceiptState.PLAYED,
    "failed": ReceiptState.FAILED,
}


def receipts_of(value: Mapping[str, Any]) -> Iterator[ReceiptIn]:
    """Those we know; "deleted", "warning" and whatever else comes say nothing of the message's way."""
    for status in several(value, "statuses"):
        state = _STATES.get(word(status, "status", 40))
        token, step = parted(word(status, "biz_opaque_callback_data", 512))
        if state and (word(status, "id") or token):
            yield _receipt(status, state, token, step)


def _receipt(status: Mapping[str, Any], state: ReceiptState, token: str, step: str) -> ReceiptIn:
    group = word(status, "recipient_id", 200) if word(status, "recipient_type", 20) == "group" else ""
    person = None if group else person_of((word(status, "recipient_user_id"), word(status, "recipient_id")))
    recipient = group_address(group) if group else person.address if person else None
    error = GraphError.of(next(iter(several(status, "errors")), {}))
    failed = state is ReceiptState.FAILED
    meaning = meaning_of(error.code or None)
    return ReceiptIn(
        external_id=word(status, "id", 300),
        state=state,
        permanent=failed and meaning.permanent,
        recipient=recipient.value if recipient else "",
        reason=error.said if failed else "",
        code=str(error.code) if failed and error.code else "",
        word=meaning.word.value if failed else "",
        token=token,
        step=step,
        at=moment_of(status.get("timestamp")),
    )
