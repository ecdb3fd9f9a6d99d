"""Reads a submission of our own form door: JSON of this shape (all but the sender may be missing).

{"submission": "id, the same when the browser sends twice",
 "form": {"id": "...", "name": "Tanya pesanan", "language": "id"},
 "sender": {"name": "...", "email": "...", "phone": "..."},
 "subject": "...", "message": "...",
 "fields": [{"key": "order", "label": "Nomor pesanan", "value": "INV-1"}],
 "files": [{"name": "...", "type": "...", "content": "base64"}],
 "page": "https://...", "submitted_at": "ISO 8601", "spam": {"score": 0.2, "evidence": ["..."]}}
"""

from collections.abc import Mapping
from typing import Any

from percaya.channels.common.json_arrivals import digest, files, line, load_object, mapping, moment, sender, text
from percaya.channels.common.texts import clean_line, clean_text
from percaya.channels.contract import MessageIn, RawArrival, Reading, Unreadable

_YES_NO = {"id": ("Ya", "Tidak"), "en": ("Yes", "No")}
MAX_FIELDS = 100

Answered = tuple[str, str, Any]  # key, label, value


def read_submission(arrival: RawArrival) -> Reading:
    """One message. The sender is never verified: anyone can type any address into a form."""
    data = load_object(arrival.raw)
    form = mapping(data, "form")
    language = line(form, "language") if line(form, "language") in _YES_NO else "id"
    answered = _fields(data)
    attachments, warnings = files(data)
    words = text(data, "message")
    body = _body(words, answered, language)
    if not body and not attachments:
        raise Unreadable("no-content", "The form was sent without a message, an answer or a file.")
    person = sender(mapping(data, "sender"), verified=False)
    submission, subject = line(data, "submission"), line(data, "subject") or line(form, "name")
    score, evidence = _spam(mapping(data, "spam"))
    made_of = [line(form, "id"), submission, person.value, subject, words, [list(map(str, item)) for item in answered]]
    return Reading(
        messages=(
            MessageIn(
                external_id=submission,
                content_digest=digest("webform", *made_of, [item.name for item in attachments]),
                sender=person,
                subject=subject,
                text=body,
                attachments=attachments,
                spam_score=score,
                spam_evidence=evidence,
                sent_at=moment(data, "submitted_at"),
                warnings=warnings,
                fields=_kept(data, form, language, answered),
            ),
        )
    )


def _fields(data: Mapping[str, Any]) -> list[Answered]:
    given = data.get("fields")
    found: list[Answered] = []
    for item in given[:MAX_FIELDS] if isinstance(given, list) else []:
        if isinstance(item, dict) and line(item, "key"):
            value = _value(item.get("value"))
            if value not in ("", None, []):
                found.append((line(item, "key"), line(item, "label") or line(item, "key"), value))
    return found


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value).strip()
    if isinstance(value, list):
        return [clean_line(str(item), 300) for item in value[:50] if item not in ("", None)]
    return value if isinstance(value, bool | int | float) else None


def _body(words: str, answered: list[Answered], language: str) -> str:
    """The message, then the answers as "Label: value" lines in the words of the form."""
    lines = [f"{label}: {_spoken(value, language)}" for _, label, value in answered]
    return "\n\n".join(part for part in (words, "\n".join(lines)) if part)


def _spoken(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return _YES_NO[language][0 if value else 1]
    return ", ".join(value) if isinstance(value, list) else str(value)


def _spam(given: Mapping[str, Any]) -> tuple[float, tuple[str, ...]]:
    score, evidence = given.get("score"), given.get("evidence")
    words = tuple(clean_line(str(item), 100) for item in evidence[:10]) if isinstance(evidence, list) else ()
    return (min(1.0, max(0.0, float(score))) if isinstance(score, int | float) else 0.0), words


def _kept(data: Mapping[str, Any], form: Mapping[str, Any], language: str, answered: list[Answered]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: value for key, _, value in answered}
    phone = line(mapping(data, "sender"), "phone")
    about = {"_form": line(form, "id"), "_page": line(data, "page", 1000), "_phone": phone, "_language": language}
    return kept | {key: value for key, value in about.items() if value}
