"""The arithmetic of the chain: pure, so that a verifier outside Percaya can do the same from the rows alone."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

GENESIS = "0" * 64


def canonical(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no spaces (the form that is hashed and stored)."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def new_salt() -> str:
    return secrets.token_hex(16)


def digest(personal: str, salt: str) -> str:
    """The salted digest that stands for the personal part; empty when there is none."""
    return hashlib.sha256((salt + personal).encode()).hexdigest() if personal else ""


def link(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of a row: over the previous hash of its stream and every chained column, newline-separated."""
    at: datetime = row["at"]
    parts = (
        previous,
        str(row["workspace_id"]),
        f"{row['stream_type']}:{row['stream_id']}:{row['seq']}",
        row["kind"],
        f"{row['actor_kind']}:{row['actor_id'] or ''}",
        str(row["cause_id"] or ""),
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        row["data"],
        row["personal_digest"],
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
