"""Arrivals that are JSON: the web form and the API hand their submissions over in this shape."""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from percaya.channels.common.names import safe_name
from percaya.channels.common.sniff import content_type_of
from percaya.channels.common.texts import clean_line, clean_text
from percaya.channels.contract import Address, AttachmentIn, HandleKind, Unreadable

MAX_FILES = 20


def load_object(raw: bytes) -> dict[str, Any]:
    """The JSON object in the bytes. Raises ``Unreadable`` for anything else (depth is bounded by the parser)."""
    try:
        value = orjson.loads(raw)
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise Unreadable("bad-json", f"The submission is not valid JSON ({error}).") from error
    if not isinstance(value, dict):
        raise Unreadable("bad-json", "The submission is not a JSON object.")
    return value


def line(data: Mapping[str, Any], key: str, limit: int = 300) -> str:
    """A one-line string of that key, empty where it is missing or not text."""
    value = data.get(key)
    return clean_line(value, limit) if isinstance(value, str) else ""


def text(data: Mapping[str, Any], key: str) -> str:
    """A text of many lines of that key, empty where it is missing or not text."""
    value = data.get(key)
    return clean_text(value).strip() if isinstance(value, str) else ""


def mapping(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The object of that key, empty where it is missing or something else."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def moment(data: Mapping[str, Any], key: str) -> datetime | None:
    """An ISO 8601 moment with its zone, or nothing."""
    try:
        when = datetime.fromisoformat(line(data, key))
    except ValueError:
        return None
    return when if when.tzinfo else None


def sender(data: Mapping[str, Any], *, verified: bool) -> Address:
    """The person: by e-mail, else by phone, else by an id of the caller's own. Raises ``Unreadable`` without any."""
    name = line(data, "name")
    for key, kind in (("email", HandleKind.EMAIL), ("phone", HandleKind.PHONE), ("external_id", HandleKind.EXTERNAL)):
        value = line(data, key)
        if value and (kind is not HandleKind.EMAIL or "@" in value.strip("@")):
            value = value.lower() if kind is HandleKind.EMAIL else value
            return Address(kind=kind, value=value, name=name, verified=verified)
    raise Unreadable("no-sender", "The submission names no e-mail address, phone number or id of its sender.")


def files(data: Mapping[str, Any]) -> tuple[tuple[AttachmentIn, ...], tuple[str, ...]]:
    """The files and the warnings. A file that cannot be decoded or is one too many is left out and warned of."""
    found: list[AttachmentIn] = []
    warnings: list[str] = []
    given = data.get("files")
    given = given if isinstance(given, list) else []
    for item in given[:MAX_FILES]:
        attachment = _file(item) if isinstance(item, dict) else None
        if attachment is None:
            warnings.append("bad-file")
        else:
            found.append(attachment)
    if len(given) > MAX_FILES:
        warnings.append("attachments-cut")
    return tuple(found), tuple(dict.fromkeys(warnings))


def _file(item: Mapping[str, Any]) -> AttachmentIn | None:
    try:
        content = base64.b64decode(item["content"], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error):
        return None
    declared = line(item, "type").lower()
    content_type = content_type_of(content, declared)
    name = safe_name(line(item, "name"), content_type)
    return AttachmentIn(name=name, content=content, declared_type=declared, content_type=content_type)


def digest(*parts: object) -> str:
    """sha256 hex of a canonical form of the parts: equal content, equal digest."""
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()
