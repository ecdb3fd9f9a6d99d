"""A stand-in for LINE's Messaging API: its signed webhooks, reply tokens that work once, retry keys, the month's quota."""

import base64
import hashlib
import hmac
import itertools
import json
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from percaya.demo.vendors.hooking import Fetch, Knocking, Post, fetch_over_http, may_be_fetched, over_http
from percaya.demo.vendors.serving import Asked, Said, Vendor

SECRET, TOKEN = "rahasia-contoh-untuk-pengujian", "token-contoh-untuk-pengujian"
BOT = "U7c1d2e3f405162738495a6b7c8d9e0f1"
MOST_TEXT = 5000
_FAMILIES: dict[str, str | tuple[str, ...]] = {"image": "image/", "video": "video/", "audio": ("audio/", "video/mp4")}
_MOST_FILE, _MOST_PREVIEW = 200 * 1024 * 1024, 1024 * 1024
_WHO = re.compile(r"^/v2/bot/(?:profile/(?P<friend>U\w+)|(?:group|room)/(?P<group>[CR]\w+)/(?:summary|member/(?P<member>U\w+)))$")
_CONTENT = re.compile(r"^/v2/bot/message/(\w+)/content$")


class LineVendor(Vendor):
    """One official account and its friends."""

    def __init__(
        self,
        port: int = 0,
        secret: str = SECRET,
        token: str = TOKEN,
        began: int = 1_793_674_800_000,
        count: Iterator[int] | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        """``began``: milliseconds; every event is seven seconds after the one before. ``clock`` gives seconds since 1970 instead,
        ``count`` the numbers of everything."""
        super().__init__(port)
        self.secret, self.token = secret, token
        self.endpoint, self.is_active, self.quota = "", True, 0  # ``quota`` 0: none
        self.waiting: list[Knocking] = []
        self.sent: list[dict[str, Any]] = []  # {"to", "by": "reply" | "push", "messages", "ids"}
        self.seen: list[dict[str, Any]] = []  # {"to", "type", "content_type", "content"} of files that were fetched
        self.broken: list[str] = []  # links behind which there was nothing fit
        self.blocked: set[str] = set()
        self._unfetched: list[tuple[str, dict[str, Any]]] = []
        self.contents: dict[str, bytes] = {}
        self.names: dict[str, str] = {}  # of people and groups by their id; who is not here is not named
        self._tokens: dict[str, str] = {}  # reply token -> to whom
        self._keys: dict[str, list[dict[str, str]]] = {}
        self._numbers = count or itertools.count(468_789_577_898_262_500)
        self._clock: Iterator[int] = iter(lambda: int(clock() * 1000), -1) if clock else itertools.count(began, 7_000)

    # -- what friends do

    def says(self, user: str, text: str = "", group: str = "", **holds: Any) -> dict[str, Any]:
        """A message; returns the event. ``holds`` is the message's own content ({"type": "location", …})."""
        message = {"id": str(next(self._numbers)), "type": "text", "quoteToken": f"q{next(self._numbers)}"}
        message |= {"text": text} if text else {}
        return self.happens("message", user, group, message=message | holds)

    def sends_file(self, user: str, kind: str, content: bytes, **about: Any) -> dict[str, Any]:
        about |= {"contentProvider": {"type": "line"}} if kind != "file" else {}
        event = self.says(user, type=kind, **about)
        self.contents[event["message"]["id"]] = content
        return event

    def presses(self, user: str, data: str) -> dict[str, Any]:
        return self.happens("postback", user, postback={"data": data})

    def unsends(self, user: str, event: dict[str, Any]) -> dict[str, Any]:
        return self.happens("unsend", user, unsend={"messageId": event["message"]["id"]})

    def blocks(self, user: str) -> dict[str, Any]:
        self.blocked.add(user)
        return self.happens("unfollow", user)

    def follows(self, user: str) -> dict[str, Any]:
        was = user in self.blocked
        self.blocked.discard(user)
        return self.happens("follow", user, follow={"isUnblocked": was})

    def happens(self, kind: str, user: str, group: str = "", **holds: Any) -> dict[str, Any]:
        """Any event; it waits to be told to the webhook."""
        source = {"type": "group", "groupId": group, "userId": user} if group else {"type": "user", "userId": user}
        event: dict[str, Any] = {
            "type": kind, "mode": "active", "timestamp": next(self._clock), "source": source,
            "webhookEventId": f"01JB{next(self._numbers):022d}", "deliveryContext": {"isRedelivery": False}, **holds,
        }  # fmt: skip
        if kind not in ("unsend", "unfollow", "leave"):
            event["replyToken"] = uuid.uuid5(uuid.NAMESPACE_OID, event["webhookEventId"]).hex
            self._tokens[event["replyToken"]] = group or user
        with self._lock:
            self.waiting.append(self.knocking([event]))
        return event

    def knocking(self, events: list[dict[str, Any]]) -> Knocking:
        """A webhook with these events, signed."""
        body = json.dumps({"destination": BOT, "events": events}, ensure_ascii=False, separators=(",", ":")).encode()
        signed = base64.b64encode(hmac.new(self.secret.encode(), body, hashlib.sha256).digest()).decode()
        headers = {"Content-Type": "application/json; charset=utf-8", "X-Line-Signature": signed}
        return Knocking(url=self.endpoint, body=body, headers=headers)

    def tell(self, post: Post = over_http) -> list[int]:
        """Bring what waits to the webhook; what is not taken comes again, marked as redelivered."""
        said: list[int] = []
        for one in list(self.waiting) if self.endpoint and self.is_active else []:
            status, _ = post(self.endpoint, one.body, one.headers)
            said.append(status)
            self.waiting.remove(one)
            if status != 200:
                events = json.loads(one.body)["events"]
                self.waiting.append(self.knocking([{**event, "deliveryContext": {"isRedelivery": True}} for event in events]))
        return said

    def collect(self, fetch: Fetch = fetch_over_http) -> None:
        """Fetch what messages show, as LINE does once they are taken: the file, and the preview beside it."""
        waiting, self._unfetched = self._unfetched, []
        for to, message in waiting:
            url, preview = message["originalContentUrl"], message.get("previewImageUrl")
            status, kind, content = fetch(url)
            fits = status == 200 and kind.startswith(_FAMILIES[message["type"]]) and 0 < len(content) <= _MOST_FILE
            if preview:
                status, shown, small = fetch(preview)
                fits = fits and status == 200 and shown in ("image/jpeg", "image/png") and 0 < len(small) <= _MOST_PREVIEW
            if fits:
                self.seen.append({"to": to, "type": message["type"], "content_type": kind, "content": content})
            else:
                self.broken.append(url)

    def expire_tokens(self) -> None:
        """A minute has passed."""
        self._tokens.clear()

    # -- what the account asks

    def answer(self, asked: Asked) -> Said:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return _said(
                401, {"message": "Authentication failed. Confirm that the access token in the authorization header is valid."}
            )
        if match := _CONTENT.match(asked.path):
            content = self.contents.get(match[1])
            return (
                Said(body=content, content_type="application/octet-stream")
                if content is not None
                else _said(404, {"message": "Not found"})
            )
        if asked.method == "GET" and (match := _WHO.match(asked.path)):
            return self._who(match)
        body = json.loads(asked.body) if asked.body else {}
        match asked.method, asked.path:
            case "GET", "/v2/bot/info":
                return _said(
                    200,
                    {
                        "userId": BOT,
                        "basicId": "@tokosenja",
                        "displayName": "Toko Senja",
                        "chatMode": "bot",
                        "markAsReadMode": "auto",
                    },
                )
            case "GET", "/v2/bot/message/quota":
                return _said(200, {"type": "limited", "value": self.quota} if self.quota else {"type": "none"})
            case "GET", "/v2/bot/message/quota/consumption":
                return _said(200, {"totalUsage": self._used()})
            case "PUT", "/v2/bot/channel/webhook/endpoint":
                return self._set(str(body.get("endpoint") or ""))
            case "GET", "/v2/bot/channel/webhook/endpoint":
                return _said(200, {"endpoint": self.endpoint, "active": self.is_active})
            case "POST", "/v2/bot/message/reply":
                return self._reply(body)
            case "POST", "/v2/bot/message/push":
                return self._push(body, asked.headers.get("x-line-retry-key", ""))
        return _said(404, {"message": "Not found"})

    def _who(self, match: re.Match[str]) -> Said:
        """A friend, a group, or somebody in a group. Who has blocked the account is nobody to it."""
        friend, group, member = match["friend"], match["group"], match["member"]
        named = member or friend or group
        if named not in self.names or friend in self.blocked:
            return _said(404, {"message": "Not found"})
        if group and not member:
            return _said(200, {"groupId": group, "groupName": self.names[group], "pictureUrl": "https://profile.example/g"})
        return _said(200, {"userId": named, "displayName": self.names[named], "pictureUrl": "https://profile.example/u"})

    def _used(self) -> int:
        return sum(1 for one in self.sent if one["by"] == "push")

    def _set(self, endpoint: str) -> Said:
        if not endpoint.startswith("https://"):
            return _said(400, {"message": "Invalid webhook endpoint URL"})
        self.endpoint = endpoint
        return _said(200, {})

    def _reply(self, body: dict[str, Any]) -> Said:
        if str(body.get("replyToken")) not in self._tokens:
            return _said(400, {"message": "Invalid reply token"})
        if wrong := _wrong(body):
            return wrong
        return _said(200, {"sentMessages": self._send(self._tokens.pop(body["replyToken"]), "reply", body)})

    def _push(self, body: dict[str, Any], key: str) -> Said:
        if key in self._keys:
            told = {"message": "The retry key is already accepted", "sentMessages": self._keys[key]}
            return _said(409, told, {"X-Line-Accepted-Request-Id": f"accepted-{key}"})
        if wrong := _wrong(body):
            return wrong
        if not re.fullmatch(r"[UCR][0-9a-f]{32}", str(body.get("to"))):
            return _said(400, {"message": "The property, 'to', in the request body is invalid"})
        if self.quota and self._used() >= self.quota:
            return _said(429, {"message": "You have reached your monthly limit."})
        sent = self._send(str(body["to"]), "push", body)
        if key:
            self._keys[key] = sent
        return _said(200, {"sentMessages": sent})

    def _send(self, to: str, by: str, body: dict[str, Any]) -> list[dict[str, str]]:
        """Whoever has blocked the account never sees it; LINE answers as if they did."""
        ids = [{"id": str(next(self._numbers)), "quoteToken": f"q{next(self._numbers)}"} for _ in body["messages"]]
        self._unfetched += [(to, message) for message in body["messages"] if message.get("type") in _FAMILIES]
        if to not in self.blocked:
            self.sent.append({"to": to, "by": by, "messages": body["messages"], "ids": [one["id"] for one in ids]})
        return ids


def _wrong(body: dict[str, Any]) -> Said | None:
    messages = body.get("messages") or []
    details = []
    if not 1 <= len(messages) <= 5:
        details.append({"message": "Size must be between 1 and 5", "property": "messages"})
    for at, message in enumerate(messages):
        text = str(message.get("text") or "")
        if message.get("type") == "text" and not 1 <= len(text.encode("utf-16-le")) // 2 <= MOST_TEXT:
            details.append({"message": f"Length must be between 1 and {MOST_TEXT}", "property": f"messages[{at}].text"})
        if message.get("type") in _FAMILIES:
            named = ["originalContentUrl"] + (["previewImageUrl"] if message["type"] != "audio" else [])
            wrong = [name for name in named if not may_be_fetched(str(message.get(name) or ""))]
            details += [{"message": "Invalid URL", "property": f"messages[{at}].{name}"} for name in wrong]
            if message["type"] == "audio" and not (isinstance(message.get("duration"), int) and message["duration"] > 0):
                details.append({"message": "May not be empty", "property": f"messages[{at}].duration"})
        for place, item in enumerate((message.get("quickReply") or {}).get("items") or []):
            if len(item["action"]["label"]) > 20 or len(item["action"].get("data", "")) > 300:
                details.append({"message": "too long", "property": f"messages[{at}].quickReply.items[{place}].action"})
    return _said(400, {"message": f"The request body has {len(details)} error(s)", "details": details}) if details else None


def _said(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> Said:
    return Said(status=status, body=json.dumps(body).encode(), headers={"X-Line-Request-Id": "permintaan-1", **(headers or {})})
