"""What a web form asks: read from the settings of its channel account, with every gap filled and every excess cut."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.translation import gettext as _

from percaya.core.workspace.models import ChannelAccount

KINDS = ("text", "long", "email", "phone", "choice", "number", "date", "file")
MAX_FIELDS = 30
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question. ``key`` names the answer for good; ``label`` is what people read."""

    key: str
    label: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices as a list to choose from, beginning with none."""
        return [("", "—"), *((each, each) for each in self.choices)]


@dataclass(frozen=True, kw_only=True)
class Definition:
    """``origins``: the pages ("https://toko.example") that may show the form in a frame; the hosted page needs none."""

    title: str
    intro: str
    language: str
    fields: tuple[Field, ...]
    origins: tuple[str, ...]
    thanks: str

    def asks(self, kind: str) -> Field | None:
        return next((field for field in self.fields if field.kind == kind), None)


def definition_of(account: ChannelAccount) -> Definition:
    """The form as it stands; a new account has the plain one: name, e-mail, subject, message, file."""
    given: Mapping[str, Any] = account.settings or {}
    language = given.get("language") if given.get("language") in ("id", "en") else account.workspace.language
    language = language if language in ("id", "en") else "id"
    fields = [field for item in _list(given.get("fields")) if (field := _field(item))]
    return Definition(
        title=_text(given.get("title"), 120) or account.name,
        intro=_text(given.get("intro"), 1000),
        language=language,
        fields=tuple(fields[:MAX_FIELDS]) or plain_fields(language),
        origins=tuple(filter(None, (origin(str(each)) for each in _list(given.get("origins"))[:20]))),
        thanks=_text(given.get("thanks"), 1000),
    )


def plain_fields(language: str) -> tuple[Field, ...]:
    """What most businesses ask, in the form's language."""
    with translation.override(language):
        return (
            Field(key="name", label=_("Name"), kind="text", required=True),
            Field(key="email", label=_("Email"), kind="email", required=True, hint=_("Our answer goes there.")),
            Field(key="subject", label=_("What is it about?"), kind="text"),
            Field(key="message", label=_("Your message"), kind="long", required=True),
            Field(key="files", label=_("Photos or documents"), kind="file"),
        )


def as_settings(definition: Definition) -> dict[str, Any]:
    """The other way: what is stored."""
    fields = [
        {
            "key": field.key, "label": field.label, "kind": field.kind, "required": field.required,
            "choices": list(field.choices), "hint": field.hint,
        }
        for field in definition.fields
    ]  # fmt: skip
    return {
        "title": definition.title, "intro": definition.intro, "language": definition.language, "fields": fields,
        "origins": list(definition.origins), "thanks": definition.thanks,
    }  # fmt: skip


def origin(address: str) -> str:
    """ "https://toko.example/kontak" -> "https://toko.example"; "" for what is no web address."""
    text = address.strip()
    parts = urlsplit(text if "//" in text else f"https://{text}")
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("https", "http") or not re.fullmatch(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?", host):
        return ""
    return f"{parts.scheme}://{host}{port}"


def key_for(label: str, taken: Sequence[str]) -> str:
    """A key out of a label: "Nomor pesanan" -> "nomor_pesanan"; never one that is taken."""
    base = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:34]
    base = base if _KEY.fullmatch(base) else f"field_{base}".strip("_")[:34]
    return next(key for n in range(1, 1000) if (key := base if n == 1 else f"{base}_{n}") not in taken)


def _field(item: Any) -> Field | None:
    if not isinstance(item, dict) or item.get("kind") not in KINDS or not _KEY.fullmatch(str(item.get("key", ""))):
        return None
    choices = tuple(_text(each, 120) for each in _list(item.get("choices"))[:50])
    return Field(
        key=item["key"],
        label=_text(item.get("label"), 120) or item["key"],
        kind=item["kind"],
        required=bool(item.get("required")),
        choices=tuple(filter(None, choices)),
        hint=_text(item.get("hint"), 240),
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any, limit: int) -> str:
    return value.strip()[:limit] if isinstance(value, str) else ""
