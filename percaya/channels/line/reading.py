"""Reads a webhook of LINE (https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects): several events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from percaya.channels.common.json_arrivals import digest
from percaya.channels.common.payloads import load_payload, moment_of, one, several, word, words
from percaya.channels.contract import (
    Address,
    ChangeIn,
    ChangeKind,
    MessageIn,
    RawArrival,
    Reading,
    Rich,
    RichKind,
    ThreadEvidence,
    Unreadable,
)
from percaya.channels.line.parts import file_of, place, sticker_words
from percaya.channels.line.wire import address, place_of

CHOICE = "percaya"  # the first key of what our own buttons send back


@dataclass
class _Found:
    messages: list[MessageIn] = field(default_factory=list)
    changes: list[ChangeIn] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read_webhook(arrival: RawArrival) -> Reading:
    """All its events in order. Raises ``Unreadable``."""
    payload = load_payload(arrival.raw)
    if not isinstance(payload.get("events"), list):
        raise Unreadable("not-ours", "This is no webhook of LINE: it has no events.")
    found = _Found()
    for event in several(payload, "events"):
        _read(event, found)
    nothing = not found.messages and not found.changes
    return Reading(
        messages=tuple(found.messages),
        changes=tuple(found.changes),
        ignored=(found.ignored[0] if found.ignored else "empty") if nothing else "",
    )


def _read(event: dict[str, Any], found: _Found) -> None:
    kind = word(event, "type", 40)
    reader = _READERS.get(kind)
    if event.get("mode") == "standby":
        found.ignored.append("standby")  # another module of the account answers just now
    elif reader is None or not place_of(one(event, "source")):
        found.ignored.append(kind or "no-kind")
    else:
        reader(event, found)


def _message(event: dict[str, Any], found: _Found) -> None:
    message = one(event, "message")
    own_id, quoted = word(message, "id", 60), word(message, "quotedMessageId", 60)
    file, spot = file_of(message), place(message)
    text = words(message, "text") or sticker_words(message)
    if not own_id:
        found.ignored.append("no-id")
        return
    kind = word(message, "type", 40)
    rich = (spot,) if spot else ()
    if not (text or file or rich):
        rich = (Rich(kind=RichKind.UNSUPPORTED, data={"kind": kind}),)
    album = word(one(message, "imageSet"), "id", 60)
    found.messages.append(
        _said(
            event,
            external_id=own_id,
            content_digest=digest("line", own_id, text, file.fetch.key if file and file.fetch else "", [r.data for r in rich]),
            text=_in_whose_name(event, text),
            attachments=(file,) if file else (),
            rich=rich,
            quotes=quoted,
            album=album,
        )
    )


def _pressed(event: dict[str, Any], found: _Found) -> None:
    """A button: ours say what they are called, since LINE sends back only what was hidden in them."""
    called = word(event, "webhookEventId", 60)
    data = word(one(event, "postback"), "data", 600)
    own = parse_qs(data) if data.startswith(f"{CHOICE}=") else {}
    chosen, title = own.get(CHOICE, [data])[0], own.get("title", [data])[0]
    if not called or not data:
        found.ignored.append("postback")
        return
    rich = (Rich(kind=RichKind.CHOICE, data={"id": chosen, "title": title, "description": ""}),)
    found.messages.append(
        _said(
            event,
            external_id=f"postback:{called}",
            content_digest=digest("line", "postback", called, data),
            text=_in_whose_name(event, title),
            rich=rich,
        )
    )


def _said(event: Mapping[str, Any], *, quotes: str = "", **said: Any) -> MessageIn:
    sender = address(place_of(one(event, "source")))
    kept = {"reply": word(event, "replyToken", 100), "quote": word(one(event, "message"), "quoteToken", 400)}
    kept = {key: value for key, value in kept.items() if value}
    return MessageIn(
        sender=sender,
        sent_at=moment_of(event.get("timestamp"), per_second=1000),
        thread=ThreadEvidence(external_ids=(quotes,) if quotes else (), conversation=sender.value),
        quotes=quotes,
        speaker=_speaker(event),
        fields={"_kept": {**kept, "at": event.get("timestamp")}} if kept else {},
        **said,
    )


def _in_whose_name(event: Mapping[str, Any], text: str) -> str:
    """In a group people are told apart by the end of their id, until their name is known: LINE names nobody."""
    speaker = _speaker(event)
    if speaker is None:
        return text
    return f"{speaker.name}: {text}" if text else speaker.name


def _speaker(event: Mapping[str, Any]) -> Address | None:
    source = one(event, "source")
    if source.get("type") not in ("group", "room"):
        return None
    member = word(source, "userId", 80)
    return address(f"{place_of(source)}/{member}", f"~{member[-4:] or '?'}")


def _edited(event: dict[str, Any], found: _Found) -> None:
    message = one(event, "message")
    if target := word(message, "id", 60):
        found.changes.append(_change(event, ChangeKind.EDITED, target, _in_whose_name(event, words(message, "text"))))


def _unsent(event: dict[str, Any], found: _Found) -> None:
    """LINE asks services to forget what was taken back."""
    if target := word(one(event, "unsend"), "messageId", 60):
        found.changes.append(_change(event, ChangeKind.DELETED, target))


def _gone(event: dict[str, Any], found: _Found) -> None:
    found.changes.append(_change(event, ChangeKind.BLOCKED))


def _there(event: dict[str, Any], found: _Found) -> None:
    found.changes.append(_change(event, ChangeKind.UNBLOCKED))


def _change(event: Mapping[str, Any], kind: ChangeKind, target: str = "", text: str = "") -> ChangeIn:
    sender, at = address(place_of(one(event, "source"))), moment_of(event.get("timestamp"), per_second=1000)
    return ChangeIn(kind=kind, sender=sender, target=target, text=text, at=at)


_READERS: dict[str, Callable[[dict[str, Any], _Found], None]] = {
    "message": _message,
    "messageEdited": _edited,
    "postback": _pressed,
    "unsend": _unsent,
    "follow": _there,
    "join": _there,
    "unfollow": _gone,
    "leave": _gone,
}
