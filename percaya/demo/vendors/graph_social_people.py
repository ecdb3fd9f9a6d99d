"""The customers of the stand-in for Instagram and Messenger, and how the business hears of what they do.

``says``, ``sends_file``, ``mentions_in_story``, ``comments``, ``reacts``, ``reads``, ``deletes`` … queue webhooks; ``tell`` hands
them over, signed, and keeps what is not taken. Nothing happens by itself: a test (or the customer's screen) drives it.
"""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from percaya.demo.vendors.hooking import Knocking, Post, over_http
from percaya.demo.vendors.serving import Vendor

TOKEN, APP, SECRET, VERIFY = "EAAcontoh-token-halaman", "880412345600017", "rahasia-aplikasi", "kata-sandi-webhook"
OWN = {"page": "104823571290011", "instagram": "17841405822304914"}
RINA = "6671234509871234"


class SocialPeople(Vendor):
    """One page or account, its customers, its posts. ``about``: "page" or "instagram"; ``clock`` gives unix seconds."""

    def __init__(
        self, about: str = "page", port: int = 0, *, clock: Callable[[], float] = time.time, post: Post = over_http
    ) -> None:
        super().__init__(port)
        self.about, self.own, self.clock, self.post = about, OWN[about], clock, post
        self.token, self.app, self.secret, self.verify = TOKEN, APP, SECRET, VERIFY
        self.hook = ""  # where webhooks go; set by the app's subscription or by hand
        self.echoes = True  # what we send comes back
        self.people: dict[str, dict[str, str]] = {}
        self.heard: dict[str, int] = {}  # person -> milliseconds of the last word
        self.talks: dict[str, list[dict[str, Any]]] = {}  # person -> messages of both sides, oldest first
        self.posts: dict[str, dict[str, Any]] = {}  # comments by id
        self.files: dict[str, tuple[bytes, str]] = {}  # path -> content, type
        self.waiting: list[Knocking] = []
        self.count = itertools.count(1)  # of its ids

    def customer(self, person: str = RINA, name: str = "Rina Melati", username: str = "rina.melati") -> str:
        """Somebody who can write; known to the page from their first word on."""
        self.people[person] = {"name": name, "username": username}
        return person

    def says(self, person: str, text: str = "", *, standby: bool = False, **message: Any) -> str:
        """A message with words and whatever else ``message`` holds; its id."""
        mid = self.new_id("m")
        said = {"mid": mid, **({"text": text} if text else {}), **message}
        self.heard[person] = self.now()
        self.talks.setdefault(person, []).append({**said, "from": person, "at": self.now()})
        self.happened(self._item(person, message=said), edge="standby" if standby else "messaging")
        return mid

    def sends_file(self, person: str, kind: str, content: bytes, content_type: str, text: str = "", name: str = "") -> str:
        """A message with a file: "image", "video", "audio", "file". It lies here until ``gone``."""
        return self.says(person, text, attachments=[{"type": kind, "payload": {"url": self.keep(content, content_type, name)}}])

    def mentions_in_story(self, person: str, picture: bytes, content_type: str = "image/png") -> tuple[str, str]:
        """The message's id and the picture's address."""
        url = self.keep(picture, content_type)
        return self.says(person, attachments=[{"type": "story_mention", "payload": {"url": url}}]), url

    def answers_story(self, person: str, text: str, picture: bytes, content_type: str = "image/png") -> str:
        return self.says(person, text, reply_to={"story": {"id": self.new_id("story"), "url": self.keep(picture, content_type)}})

    def presses(self, person: str, title: str, payload: str) -> str:
        """A quick answer that was offered."""
        return self.says(person, title, quick_reply={"payload": payload})

    def reacts(self, person: str, mid: str, emoji: str = "❤️") -> None:
        action: dict[str, Any] = {"mid": mid, "action": "react" if emoji else "unreact"}
        self.happened(self._item(person, reaction={**action, **({"emoji": emoji, "reaction": "other"} if emoji else {})}))

    def reads(self, person: str) -> None:
        """All that we have sent so far; Instagram names the last message, Messenger gives a watermark."""
        ours = [message for message in self.talks.get(person, []) if message["from"] == self.own]
        if self.about == "instagram":
            self.happened(self._item(person, read={"mid": ours[-1]["mid"] if ours else ""}))
        else:
            self.happened(self._item(person, read={"watermark": self.now()}))

    def deletes(self, person: str, mid: str) -> None:
        self.happened(self._item(person, message={"mid": mid, "is_deleted": True}))

    def edits(self, person: str, mid: str, text: str) -> None:
        self.happened(self._item(person, message_edit={"mid": mid, "text": text, "num_edit": 1}))

    def comments(self, person: str, text: str, under: str = "17887498072083520") -> str:
        """A comment under a post of ours; its id."""
        named = self.new_id("17865799")
        self.posts[named] = {"from": person, "text": text, "under": under, "at": self.now(), "answers": [], "private": 0}
        who = self.people.get(person, {})
        if self.about == "instagram":
            media = {"id": under, "media_product_type": "FEED"}
            value = {"id": named, "from": {"id": person, "username": who.get("username", "")}, "media": media, "text": text}
            self.changed("comments", value)
        else:
            post = f"{self.own}_{under}"
            value = {"item": "comment", "verb": "add", "comment_id": named, "post_id": post, "parent_id": post, "message": text}
            self.changed(
                "feed", {**value, "created_time": self.now() // 1000, "from": {"id": person, "name": who.get("name", "")}}
            )
        return named

    def colleague_says(self, person: str, text: str, edge: str = "messaging") -> str:
        """Written in Meta's own inbox: comes as an echo without our app's id; "standby": that app holds the talk."""
        mid = self.new_id("m")
        self.talks.setdefault(person, []).append({"mid": mid, "text": text, "from": self.own, "at": self.now()})
        self.happened(self._echo(person, {"mid": mid, "is_echo": True, "text": text, "app_id": 263902037430900}), edge=edge)
        return mid

    def happened(self, item: Mapping[str, Any], *, edge: str = "messaging") -> None:
        """Queue a webhook with one item."""
        self._queue({"id": self.own, "time": self.now(), edge: [item]})

    def changed(self, about: str, value: Mapping[str, Any]) -> None:
        self._queue({"id": self.own, "time": self.now() // 1000, "changes": [{"field": about, "value": value}]})

    def tell(self, *, times: int = 1, backwards: bool = False) -> list[int]:
        """Hand over what waits, each ``times`` over; what is not answered with 200 goes on waiting."""
        queued, self.waiting = (self.waiting[::-1] if backwards else self.waiting), []
        for knocking in queued:
            for _ in range(times):
                knocking.tries += 1
                knocking.status, _body = self.post(self.hook or knocking.url, knocking.body, knocking.headers)
            if knocking.status != 200:
                self.waiting.append(knocking)
        return [knocking.status for knocking in queued]

    def keep(self, content: bytes, content_type: str, name: str = "") -> str:
        """Put a file where Meta's hosts would have it; its address."""
        path = f"/cdn/{self.new_id('asset')}{'/' + name if name else ''}"
        self.files[path] = (content, content_type)
        return f"{self.url}{path}"

    def gone(self, url: str) -> None:
        """The story has ended, or its writer took it away."""
        self.files.pop(url.removeprefix(self.url), None)

    def now(self) -> int:
        return int(self.clock() * 1000)

    def new_id(self, kind: str) -> str:
        number = next(self.count)
        return f"{kind}_{number:06d}" if not kind.isdecimal() else f"{kind}{number:08d}"

    def _item(self, person: str, **what: Any) -> dict[str, Any]:
        return {"sender": {"id": person}, "recipient": {"id": self.own}, "timestamp": self.now(), **what}

    def _echo(self, person: str, message: Mapping[str, Any]) -> dict[str, Any]:
        return {"sender": {"id": self.own}, "recipient": {"id": person}, "timestamp": self.now(), "message": message}

    def _queue(self, entry: Mapping[str, Any]) -> None:
        body = json.dumps(
            {"object": self.about, "entry": [entry]}
        ).encode()  # escaped, as Meta does: the bytes are what is signed
        signed = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signed}"}
        self.waiting.append(Knocking(url=self.hook, body=body, headers=headers))
