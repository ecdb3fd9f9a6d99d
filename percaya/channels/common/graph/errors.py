"""How the Graph API refuses: {"error": {"message", "type", "code", "error_subcode", "error_data": {"details"}, "fbtrace_id"}}.

Statuses and notices carry the same without the outer key, with ``title`` and ``href``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from percaya.channels.common.payloads import load_payload, one, word
from percaya.channels.contract import Answer, Unreadable


@dataclass(frozen=True, kw_only=True)
class GraphError:
    """A refusal. ``said``: in the vendor's words, for a person; its code is kept beside."""

    code: int = 0
    subcode: int = 0
    said: str = ""
    trace: str = ""  # the vendor's own number of the case
    is_transient: bool = False

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "GraphError":
        """From an error object, wherever it stood."""
        details = word(one(data, "error_data"), "details", 400)
        title = word(data, "error_user_msg", 400) or word(data, "message", 400) or word(data, "title", 400)
        said = f"{title}: {details}" if title and details and details not in title else details or title
        return cls(
            code=_number(data, "code"),
            subcode=_number(data, "error_subcode"),
            said=said[:500],
            trace=word(data, "fbtrace_id", 80),
            is_transient=data.get("is_transient") is True,
        )


def graph_error(answer: Answer) -> GraphError | None:
    """The refusal in an answer, ``None`` where there is none (an answer that is no JSON at all gives none either)."""
    try:
        data = load_payload(answer.body or answer.text.encode("utf-8", "replace"))
    except Unreadable:
        return None
    return GraphError.of(one(data, "error")) if isinstance(data.get("error"), dict) else None


def _number(data: Mapping[str, Any], key: str) -> int:
    said = word(data, key, 12)
    return int(said) if said.isdecimal() else 0
