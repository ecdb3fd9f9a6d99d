"""Public ids in and out. An id that means nothing here is answered like one of another workspace: 404."""

from functools import lru_cache

from percaya.core import public_ids
from percaya.web.api.problems import not_found


@lru_cache(maxsize=50_000)  # members, teams and contacts stand in every row
def encode(kind: str, key: int) -> str:
    return public_ids.encode(kind, key)


def out(kind: str, key: int | None) -> str | None:
    return encode(kind, key) if key is not None else None


def key_of(kind: str, text: str) -> int:
    """The key behind an id of a body or query; 0, which no row has, for one that means nothing."""
    return public_ids.decode(kind, text) or 0


def decode(kind: str, text: str) -> int:
    """The key behind an id of a path. Raises a 404 problem."""
    key = public_ids.decode(kind, text)
    if key is None:
        raise not_found()
    return key
