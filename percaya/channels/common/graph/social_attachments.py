"""Attachments of a message: files that lie on Meta's hosts, shared posts and reels, stories, places, products, templates."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from percaya.channels.common.names import safe_name
from percaya.channels.common.payloads import one, several, word, words
from percaya.channels.contract import AttachmentIn, MediaRef, Rich, RichKind

MEDIA_HOSTS = (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com")
STORY_LIVES = timedelta(hours=24)
# Kinds that are files, and what they are taken for until they have come.
_FILES = {"image": "image/jpeg", "sticker": "image/png", "animated_image": "image/gif", "video": "video/mp4"}
_FILES |= {"audio": "audio/mp4", "file": "application/octet-stream"}
_SHARES = {"share", "fallback", "ig_post", "post", "reel", "ig_reel", "ig_story"}
_MOST = 30


@dataclass(frozen=True, kw_only=True)
class Found:
    text: str = ""
    files: tuple[AttachmentIn, ...] = ()
    rich: tuple[Rich, ...] = ()


@dataclass
class _Pile:
    mid: str
    when: datetime | None
    lines: list[str]
    files: list[AttachmentIn] = field(default_factory=list)
    rich: list[Rich] = field(default_factory=list)


def read_attachments(given: Sequence[Mapping[str, Any]], text: str, mid: str, when: datetime | None) -> Found:
    """``given``: [{"type", "payload": {…}, "title"?, "url"?}]; ``text``: the words that came with them."""
    pile = _Pile(mid=mid, when=when, lines=[text] if text else [])
    for item in given[:_MOST]:
        _attachment(item, pile)
    return Found(text="\n".join(pile.lines), files=tuple(pile.files), rich=tuple(pile.rich))


def _attachment(item: Mapping[str, Any], pile: _Pile) -> None:
    kind, payload = word(item, "type", 60), one(item, "payload")
    url = word(payload, "url", 4000) or word(item, "url", 4000)
    if kind == "story_mention":
        mention, seen = story(payload, "mention", pile.mid, pile.when)
        pile.rich.append(mention)
        pile.files += seen
    elif kind in _FILES and is_media(url):
        name = word(payload, "name", 200) or word(payload, "title", 200) or word(item, "title", 200)
        pile.files.append(_file(kind, url, name, pile, None))
    elif kind in _SHARES:
        _shared(kind, item, payload, url, pile)
    elif kind == "location":
        pile.rich.append(_place(item, payload))
    elif kind in ("template", "product"):
        pile.lines += _told(payload)
        if not _told(payload):
            pile.rich.append(_unknown(kind))
    else:
        pile.rich.append(_unknown(kind or "attachment"))


def story(told: Mapping[str, Any], how: str, mid: str, when: datetime | None) -> tuple[Rich, list[AttachmentIn]]:
    """A story that mentions us or that was answered. Its picture dies with it, a day after it was told at the latest."""
    url, named = word(told, "url", 4000), word(told, "id", 100)
    data = {key: value for key, value in {"id": named, "url": url, "how": how}.items() if value}
    pile = _Pile(mid=mid, when=when, lines=[])
    gone = when + STORY_LIVES if when else None
    seen = [_file("story", url, "", pile, gone)] if is_media(url) else []
    return Rich(kind=RichKind.STORY, data=data), seen


def is_media(url: str) -> bool:
    """Whether it is a web address at all; where it may lead is held when it is fetched."""
    return url.startswith(("https://", "http://"))


def is_on_meta(url: str) -> bool:
    host = (urlsplit(url).hostname or "") if is_media(url) else ""
    return host.endswith(MEDIA_HOSTS)


def _shared(kind: str, item: Mapping[str, Any], payload: Mapping[str, Any], url: str, pile: _Pile) -> None:
    """A shared post or link: its words, and its picture or film where it lies with Meta (a share gives nothing else)."""
    title = word(payload, "title", 1000) or word(item, "title", 1000)
    if title and title not in pile.lines:
        pile.lines.append(title)
    if is_on_meta(url):
        pile.files.append(_file("video" if "reel" in kind else "share", url, "", pile, None))
    elif url and not any(url in line for line in pile.lines):
        pile.lines.append(url)
    if not title and not url:
        pile.rich.append(_unknown(kind))


def _file(kind: str, url: str, name: str, pile: _Pile, gone: datetime | None) -> AttachmentIn:
    declared = _FILES.get(kind, "")
    path = urlsplit(url).path.rsplit("/", 1)[-1]
    marked = hashlib.sha256(f"{pile.mid} {len(pile.files)}".encode("utf-8", "replace")).hexdigest()[:6]
    known = name or (path if "." in path else f"{kind}-{marked}")
    return AttachmentIn(
        name=safe_name(known, declared),
        content=b"",
        declared_type=declared,
        content_type=declared or "application/octet-stream",
        details={"story": True} if kind == "story" else {},
        fetch=MediaRef(key=url, expires_at=gone or _expiry(url)),
    )


def _expiry(url: str) -> datetime | None:
    """Addresses on Meta's CDN say when they end: "oe", unix seconds in hex."""
    try:
        seconds = int(parse_qs(urlsplit(url).query).get("oe", [""])[-1][:12], 16)
        return datetime.fromtimestamp(seconds, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _place(item: Mapping[str, Any], payload: Mapping[str, Any]) -> Rich:
    at = one(payload, "coordinates")
    data = {"latitude": at.get("lat"), "longitude": at.get("long"), "name": word(item, "title", 300)}
    numbers = {key: value for key, value in data.items() if isinstance(value, int | float | str) and value != ""}
    return Rich(kind=RichKind.LOCATION, data=numbers)


def _told(payload: Mapping[str, Any]) -> list[str]:
    """What a template or a product says in words."""
    lines = [words(payload, "text")]
    holders = (payload, one(payload, "generic"), one(payload, "product"))
    for element in [element for holder in holders for element in several(holder, "elements")][:10]:
        lines += [word(element, "title", 300), word(element, "subtitle", 300)]
    return [line for line in lines if line]


def _unknown(kind: str) -> Rich:
    return Rich(kind=RichKind.UNSUPPORTED, data={"kind": kind})
