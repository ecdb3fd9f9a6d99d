"""What stays of a raw webhook when a message was unsent or a comment removed, as Meta asks: that it was there."""

from collections.abc import Iterable
from typing import Any

from percaya.channels.common.forgetting import forgotten
from percaya.channels.common.graph.social import COMMENT

_MESSAGE = ("mid", "is_echo", "is_deleted", "app_id", "metadata", "num_edit")
_COMMENT = ("id", "comment_id", "parent_id", "post_id", "item", "verb", "created_time", "media")
_WORDS = ("text", "message", "photo", "video")


def forget(raw: bytes, target: str) -> bytes | None:
    """``None``: nothing of it stands there. A reaction to it stays, it is somebody else's."""
    comment = target.removeprefix(COMMENT) if target.startswith(COMMENT) else ""

    def kept(thing: dict[str, Any]) -> Iterable[str] | None:
        if comment:
            is_it = comment in (thing.get("comment_id"), thing.get("id")) and any(key in thing for key in _WORDS)
            return _COMMENT if is_it else None
        return _MESSAGE if thing.get("mid") == target and "action" not in thing else None

    return forgotten(raw, kept)
