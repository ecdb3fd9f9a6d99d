"""Looking into JSON that a stranger sent: what has another shape than it should is as if it were not there."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from percaya.channels.common.texts import clean_line, clean_text
from percaya.channels.contract import Unreadable


def load_payload(raw: bytes) -> dict[str, Any]:
    """The JSON object in the bytes; escaped lone surrogates, which strict parsers refuse, come as they are (``words`` mends
    them). Raises ``Unreadable``."""
    try:
        value = orjson.loads(raw)
    except (orjson.JSONDecodeError, RecursionError):
        value = _leniently(raw)
    if not isinstance(value, dict):
        raise Unreadable("bad-json", "The webhook's body is not a JSON object.")
    return value


def _leniently(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8", "replace"), parse_constant=lambda name: None)
    except (ValueError, RecursionError) as error:
        raise Unreadable("bad-json", f"The webhook's body is not valid JSON ({clean_line(str(error), 120)}).") from None


def one(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The object of that key, empty where it is missing or something else."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def several(data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects in the list of that key."""
    value = data.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def word(data: Mapping[str, Any], key: str, limit: int = 1000) -> str:
    """A string or whole number of that key as one clean line; "" where it is missing or something else."""
    value = data.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**40 else ""
    return clean_line(value, limit) if isinstance(value, str) else ""


def words(data: Mapping[str, Any], key: str) -> str:
    """Text of many lines as it may be stored: no NUL, no lone surrogates; joiners, marks of direction and emoji stay."""
    value = data.get(key)
    return clean_text(value).strip() if isinstance(value, str) else ""


def moment_of(value: object, *, per_second: int = 1) -> datetime | None:
    """A moment of the vendor's clock: a number or a string of digits, in seconds or (``per_second=1000``) milliseconds."""
    if isinstance(value, bool) or not isinstance(value, int | str) or not str(value).strip().isdecimal() or len(str(value)) > 16:
        return None
    try:
        return datetime.fromtimestamp(int(value) / per_second, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
