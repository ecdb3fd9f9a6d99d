"""Who may listen to what, told to the hub by a signed word of a minute: the hub itself never asks the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core import signing

from percaya.core import public_ids

SECONDS = 60  # to connect within; a stream that is open stays open
_SALT = "percaya.live"
_KINDS = {"w": "workspace", "m": "member", "t": "ticket", "v": "visitor"}


@dataclass(frozen=True)
class Pass:
    """What a stream may hear, as wire topics (public ids; internal keys never leave)."""

    workspace: str
    member: str
    topics: frozenset[str]


class Refused(Exception):
    """The token was not made here, or is older than a minute."""


def live_token(workspace_id: int, member_id: int, topics: Iterable[str] = ()) -> str:
    """A token to connect with: always the workspace's and the member's own topics, beside them ``topics`` ("t42"),
    which the caller has checked that the member may see."""
    own = {"w": public_ids.encode("workspace", workspace_id), "m": public_ids.encode("member", member_id)}
    return signing.dumps({**own, "t": sorted({wire(topic) for topic in topics})}, salt=_SALT)


def visitor_token(visitor_id: int) -> str:
    """A token for a visitor of a live chat: their own topic and nothing of the workspace."""
    own = wire(f"v{visitor_id}")
    return signing.dumps({"w": own, "m": own, "t": []}, salt=_SALT)


def wall_token(workspace_id: int) -> str:
    """A token for a board on a wall, where nobody is logged in: only that something happened, never what or to whom."""
    own = wire(f"b{workspace_id}")
    return signing.dumps({"w": own, "m": own, "t": []}, salt=_SALT)


def read(token: str) -> Pass:
    """Check a token. Raises ``Refused``."""
    try:
        said: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=SECONDS)
    except signing.BadSignature:
        raise Refused from None
    return Pass(said["w"], said["m"], frozenset((said["w"], said["m"], *said["t"])))


@lru_cache(maxsize=8192)
def wire(topic: str) -> str:
    """The name under which a topic of the bus ("t42") is known outside ("tkt_…")."""
    if topic[0] == "b":  # the board of a workspace, which has no id of its own
        return f"board-{wire(f'w{topic[1:]}')}"
    return public_ids.encode(_KINDS[topic[0]], int(topic[1:]))
