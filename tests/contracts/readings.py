"""Readings as plain JSON, and their comparison with what a payload's ``.expected.json`` promises.

An expectation names what matters: text, senders, files, thread, warnings. A part of the reading it does not name must
be empty, except for those in ``_UNNAMED``, which a sample checks only where it cares.
"""

import hashlib
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from percaya.channels.contract import AttachmentIn, Reading

_UNNAMED = {"content_digest", "html", "sent_at", "to", "external_id", "auto_evidence", "declared_type", "sha256", "size"}


def as_json(value: Any) -> Any:
    """Dataclasses to dictionaries without their empty fields; bytes to size and hash."""
    if isinstance(value, AttachmentIn):
        extra = {"size": len(value.content), "sha256": hashlib.sha256(value.content).hexdigest()}
        return _fields(value, skip="content") | extra
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, datetime) else value


def differences(reading: Reading, expected: dict[str, Any]) -> list[str]:
    """What the reading gets wrong, one line each; empty when all promises are kept."""
    return list(_compare(as_json(reading), expected, "reading"))


def _fields(value: Any, skip: str = "") -> dict[str, Any]:
    pairs = ((field.name, as_json(getattr(value, field.name))) for field in fields(value) if field.name != skip)
    return {name: item for name, item in pairs if item not in ("", None, [], {}, 0, 0.0, False)}


def _compare(actual: Any, expected: Any, path: str) -> list[str]:
    if isinstance(expected, dict) and isinstance(actual, dict):
        return _compare_objects(actual, expected, path)
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return [f"{path}: {len(actual)} instead of {len(expected)}: {actual!r}"]
        pairs = enumerate(zip(actual, expected, strict=True))
        return [line for at, (have, want) in pairs for line in _compare(have, want, f"{path}[{at}]")]
    return [] if actual == expected else [f"{path}: {actual!r} instead of {expected!r}"]


def _compare_objects(actual: dict[str, Any], expected: dict[str, Any], path: str) -> list[str]:
    lines: list[str] = []
    for key, want in expected.items():
        if key in ("html_has", "html_lacks"):
            html = actual.get("html", "")
            wrong = [bit for bit in want if (bit in html) != (key == "html_has")]
            lines += [f"{path}.html: {key} {bit!r}: {html!r}" for bit in wrong]
        elif key not in actual:
            lines.append(f"{path}.{key}: missing, should be {want!r}")
        else:
            lines += _compare(actual[key], want, f"{path}.{key}")
    surprises = actual.keys() - expected.keys() - _UNNAMED
    return [*lines, *(f"{path}.{key}: unexpected {actual[key]!r}" for key in sorted(surprises))]
