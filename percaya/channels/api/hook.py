"""What another system posts to our door: judged by its signature, and what its events say.

{"type": "message", "data": {…as submission.py reads it…}}
{"type": "receipt", "data": {"message": "msg_…", "state": "delivered" | "read" | "failed", "reason": "…", "at": "ISO 8601"}}
{"type": "edited" | "deleted" | "reacted", "data": {"id": "the message's id", "sender": {…}, "text" | "emoji": "…"}}
{"events": [ …up to 200 of them, in their order… ]}
"""

from typing import Any

from percaya.channels.api.signing import is_signed, secrets_of
from percaya.channels.api.submission import message_of, sender_of
from percaya.channels.common.json_arrivals import line, mapping, moment, text
from percaya.channels.contract import AccountFacts, ChangeIn, ChangeKind, MessageIn, Reading, ReceiptIn, ReceiptState, Unreadable
from percaya.channels.contract.abilities import HookRequest, Knock

MOST = 200
_CHANGES = {"edited": ChangeKind.EDITED, "deleted": ChangeKind.DELETED, "reacted": ChangeKind.REACTED}
_STATES = {one.value: one for one in ReceiptState}


def knock(request: HookRequest, account: AccountFacts) -> Knock:
    """Signed with the account's secret: kept. Anything else leaves nothing behind."""
    keys = secrets_of(account)
    if request.method != "POST":
        return Knock(status=405, body=b"Post here.\n")
    if not keys or not is_signed(request.headers, request.body, keys):
        return Knock(status=401, body=b"The signature does not fit. Nothing was stored.\n")
    return Knock(body=b"", take=request.body, proof="signed")


def read_events(data: dict[str, Any]) -> Reading:
    """All events of a body, in their order. A kind that is not known is left out. Raises ``Unreadable``."""
    given = data.get("events")
    events = given if isinstance(given, list) else [data]
    if len(events) > MOST:
        raise Unreadable("too-many", f"At most {MOST} events may come in one request.")
    messages: list[MessageIn] = []
    receipts: list[ReceiptIn] = []
    changes: list[ChangeIn] = []
    for event in (one for one in events if isinstance(one, dict)):
        kind, inner = line(event, "type"), mapping(event, "data")
        if kind == "message":
            messages.append(message_of(inner, trusted=False))
        elif kind == "receipt":
            receipts.append(_receipt(inner))
        elif kind in _CHANGES:
            changes.append(_change(_CHANGES[kind], inner))
    nothing = "" if messages or receipts or changes else "nothing-known"
    return Reading(messages=tuple(messages), receipts=tuple(receipts), changes=tuple(changes), ignored=nothing)


def _receipt(data: dict[str, Any]) -> ReceiptIn:
    state = _STATES.get(line(data, "state"))
    message = line(data, "message")
    if state is None or not message:
        raise Unreadable("bad-receipt", "A receipt names no message of ours, or no state that there is.")
    return ReceiptIn(
        external_id=line(data, "id"), token=message, state=state, reason=line(data, "reason"), at=moment(data, "at"),
        permanent=state is ReceiptState.FAILED,
    )  # fmt: skip


def _change(kind: ChangeKind, data: dict[str, Any]) -> ChangeIn:
    target = line(data, "id")
    if not target:
        raise Unreadable("no-target", "A change names no message.")
    return ChangeIn(
        kind=kind,
        sender=sender_of(data),
        target=target,
        text=text(data, "text"),
        emoji=line(data, "emoji", 16),
        at=moment(data, "at"),
    )
