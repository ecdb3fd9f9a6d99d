"""What stays of a raw webhook when its writer took a message back: who, when, of which kind; no words and no file."""

from collections.abc import Iterable
from typing import Any

from percaya.channels.common.forgetting import forgotten

_PROOF = ("id", "from", "from_user_id", "to", "to_user_id", "group_id", "timestamp", "type", "edit")
_EDIT = ("original_message_id",)


def forget(raw: bytes, target: str) -> bytes | None:
    """``None``: nothing of it stands there."""

    def kept(thing: dict[str, Any]) -> Iterable[str] | None:
        if thing.get("original_message_id") == target and "message" in thing:
            return _EDIT
        return _PROOF if thing.get("id") == target and "type" in thing and "status" not in thing else None

    return forgotten(raw, kept)
