"""What was said while no webhook reached us: read again from the conversations, and told as the webhook would have told it.

https://developers.facebook.com/docs/messenger-platform/conversations. Newest conversations come first; who has been silent since
then is not asked for further. What came already is known by its id.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from percaya.channels.common.graph.calling import graph_get
from percaya.channels.common.graph.errors import graph_error
from percaya.channels.common.graph.social import Social
from percaya.channels.common.payloads import load_payload, one, several, word
from percaya.channels.contract import AccountFacts, Answer, Parcel, Unreadable

MOST_PAGES = 20
_MESSAGES = "id,created_time,from,to,message,attachments{mime_type,image_data,video_data,file_url}"
_FIELDS = f"updated_time,messages.limit(50){{{_MESSAGES}}}"


def recall(account: AccountFacts, since: datetime, so_far: Sequence[Answer], social: Social) -> Parcel | tuple[bytes, ...]:
    """Raises ``ValueError`` with a sentence."""
    pages = [_page(answer) for answer in so_far]
    after = word(one(one(pages[-1], "paging"), "cursors"), "after", 500) if pages else ""
    goes_on = not pages or (after and _reaches(pages[-1], since))
    if goes_on and len(pages) < MOST_PAGES:
        platform = "instagram" if social.about == "instagram" else "messenger"
        query = {"platform": platform, "fields": _FIELDS, "limit": "25"} | ({"after": after} if after else {})
        step = f"recall-{len(pages)}"
        return graph_get(account, f"{social.node(account)}/conversations", query, step=step, vendor=social.host(account))
    found = [message for page in pages for talk in several(page, "data") for message in _since(talk, since)]
    found.sort(key=lambda pair: pair[0])
    return tuple(told for _at, message in found if (told := _told(message, account, social)))


def _page(answer: Answer) -> dict[str, Any]:
    error = graph_error(answer)
    if error is not None or answer.code != 200:
        raise ValueError(error.said if error else f"Meta answered {answer.code}.")
    try:
        return load_payload(answer.body)
    except Unreadable:
        raise ValueError("Meta's answer could not be read.") from None


def _reaches(page: Mapping[str, Any], since: datetime) -> bool:
    """Whether the last conversation of a page was still going on then."""
    talks = several(page, "data")
    at = _moment(word(talks[-1], "updated_time", 40)) if talks else None
    return at is not None and at >= since


def _since(talk: Mapping[str, Any], since: datetime) -> Iterator[tuple[datetime, Mapping[str, Any]]]:
    for message in several(one(talk, "messages"), "data"):
        at = _moment(word(message, "created_time", 40))
        if at is not None and at >= since:
            yield at, message


def _told(message: Mapping[str, Any], account: AccountFacts, social: Social) -> bytes:
    """A webhook with this one message; empty for what names nobody."""
    writer, mid = word(one(message, "from"), "id", 100), word(message, "id", 500)
    readers = [word(reader, "id", 100) for reader in several(one(message, "to"), "data")]
    at = _moment(word(message, "created_time", 40))
    is_own = writer == account.address
    reader = next((one for one in readers if one), "") if is_own else account.address
    if not (writer and reader and mid and at):
        return b""
    said: dict[str, Any] = {"mid": mid, **({"is_echo": True} if is_own else {})}
    said |= {"text": text} if (text := word(message, "message", 20_000)) else {}
    files = [shown for file in several(one(message, "attachments"), "data") if (shown := _file(file))]
    said |= {"attachments": files} if files else {}
    moment = int(at.timestamp() * 1000)
    item = {"sender": {"id": writer}, "recipient": {"id": reader}, "timestamp": moment, "message": said}
    return orjson.dumps({"object": social.about, "entry": [{"id": account.address, "time": moment, "messaging": [item]}]})


def _file(file: Mapping[str, Any]) -> dict[str, Any] | None:
    picture, film = word(one(file, "image_data"), "url", 4000), word(one(file, "video_data"), "url", 4000)
    other, kind = word(file, "file_url", 4000), word(file, "mime_type", 100)
    url = picture or film or other
    named = "image" if picture else "video" if film else "audio" if kind.startswith("audio/") else "file"
    return {"type": named, "payload": {"url": url}} if url else None


def _moment(text: str) -> datetime | None:
    """ "2026-11-03T05:00:00+0000"."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
