"""Reading what was filled in against what was asked, and putting it into the shape that the channel reads."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from percaya.channels.registry import channel
from percaya.core.people.policy import normalise
from percaya.web.forms.definition import Definition, Field

MAX_TOTAL = 20 * 1024 * 1024  # bytes of all files together
_LIMITS = {"text": 300, "long": 20_000, "email": 254, "phone": 40, "choice": 120, "number": 40, "date": 10}


@dataclass
class Filled:
    """The answers by key, and what is wrong with them by key (nothing was sent then)."""

    values: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[UploadedFile]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return self.values.get("_email", "") or self.values.get("_phone", "")


def read(definition: Definition, given: Mapping[str, str], files: Any) -> Filled:
    """Check everything that was asked; what was not asked is not looked at."""
    filled = Filled()
    for asked in definition.fields:
        if asked.kind == "file":
            filled.files[asked.key] = files.getlist(asked.key)
        else:
            filled.values[asked.key] = given.get(asked.key, "").strip()
        if wrong := _wrong(asked, filled):
            filled.errors[asked.key] = wrong
    _find_address(definition, filled)
    _weigh(definition, filled)
    return filled


def payload(definition: Definition, filled: Filled, *, form_id: str, submission: str, page: str) -> dict[str, Any]:
    """The JSON of ``channels.webform``: sender, subject and message by their kind and key, the rest as fields."""
    special = {"name", "subject", "message"}
    rest = [
        {"key": asked.key, "label": asked.label, "value": filled.values[asked.key]}
        for asked in definition.fields
        if asked.kind not in ("file", "email", "phone") and asked.key not in special and filled.values.get(asked.key)
    ]
    sender = {"name": filled.values.get("name", "")}
    sender |= {key: filled.values[f"_{key}"] for key in ("email", "phone") if filled.values.get(f"_{key}")}
    return {
        "submission": submission,
        "form": {"id": form_id, "name": definition.title, "language": definition.language},
        "sender": sender,
        "subject": filled.values.get("subject", ""),
        "message": filled.values.get("message", ""),
        "fields": rest,
        "files": [_file(each) for uploads in filled.files.values() for each in uploads],
        "page": page[:1000],
        "submitted_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _wrong(asked: Field, filled: Filled) -> str:
    if asked.kind == "file":
        return _("Please choose a file.") if asked.required and not filled.files[asked.key] else ""
    value = filled.values[asked.key]
    if not value:
        return _("Please fill this in.") if asked.required else ""
    if len(value) > _LIMITS[asked.kind]:
        return _("This is too long: at most %(count)s characters.") % {"count": _LIMITS[asked.kind]}
    return _unfit(asked, value)


def _unfit(asked: Field, value: str) -> str:
    match asked.kind:
        case "email":
            return "" if _is_email(value) else _("This is no e-mail address. Example: rina@contoh.id")
        case "phone":
            return "" if normalise("phone", value) else _("This is no phone number. Example: 0812-3456-7890")
        case "choice":
            return "" if value in asked.choices else _("Please choose one of the answers.")
        case "number":
            plain = re.fullmatch(r"-?\d{1,15}([.,]\d{1,6})?", value.replace(" ", ""))
            return "" if plain or re.fullmatch(r"\d{1,3}(\.\d{3}){1,4}", value) else _("Please write a number.")
        case "date":
            return "" if _is_date(value) else _("Please choose a date.")
        case _:
            return ""


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return bool(normalise("email", value))


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _find_address(definition: Definition, filled: Filled) -> None:
    """The first e-mail and phone asked for are the sender's. Without either we could not answer."""
    for kind in ("email", "phone"):
        asked = definition.asks(kind)
        if asked and asked.key not in filled.errors:
            filled.values[f"_{kind}"] = filled.values.get(asked.key, "")
    if not filled.address and not filled.errors:
        asked = definition.asks("email") or definition.asks("phone")
        filled.errors[asked.key if asked else ""] = _("Please leave an address, so that we can answer.")


def _weigh(definition: Definition, filled: Filled) -> None:
    uploads = [each for files in filled.files.values() for each in files]
    can = channel("webform").capabilities
    sizes = [each.size or 0 for each in uploads]
    if len(uploads) > 10 or max(sizes, default=0) > (can.max_attachment or 0) or sum(sizes) > MAX_TOTAL:
        asked = definition.asks("file")
        filled.errors[asked.key if asked else ""] = _("At most 10 files, each up to 10 MB and 20 MB together.")


def _file(given: UploadedFile) -> dict[str, str]:
    return {
        "name": given.name or "",
        "type": given.content_type or "",
        "content": base64.b64encode(given.read()).decode(),
    }
