"""Customers who are friends of the business's LINE account."""

from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from django.utils import timezone

from percaya.channels.line.reading import CHOICE
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.phones.line import Bubble, Line
from percaya.demo.vendors.hooking import Post
from percaya.demo.vendors.line import LineVendor

_PEOPLE = {"siti": (f"U{'51a7' * 8}", "Siti Aminah"), "kenji": (f"U{'6e2b' * 8}", "Kenji Tanaka")}
_GLYPHS = {"image": "image", "location": "pin", "video": "file", "audio": "file"}


class FriendsLine(Line):
    """LINE tells neither what was read nor reactions."""

    channel: ClassVar[str] = "line"
    people: ClassVar[dict[str, str]] = {who: name for who, (_user, name) in _PEOPLE.items()}
    emoji: ClassVar[tuple[str, ...]] = ()
    vendor: LineVendor

    def __init__(self, account: ChannelAccount, vendor: LineVendor | None = None) -> None:
        super().__init__(account, vendor or LineVendor(count=self.count, clock=lambda: timezone.now().timestamp()))
        self.vendor.names |= dict(_PEOPLE.values())
        self._came: dict[str, float] = {}  # when each answer was first on the screen: LINE's own lists hold no times

    def lead_to(self, hook_url: str) -> None:
        self.vendor.endpoint = hook_url

    def say(self, who: str, text: str) -> None:
        self._keep(who, self.vendor.says(_PEOPLE[who][0], text), text=text)

    def send_picture(self, who: str, content: bytes) -> None:
        self._keep(who, self.vendor.sends_file(_PEOPLE[who][0], "image", content), glyph="image")

    def share_place(self, who: str) -> None:
        place: dict[str, Any] = {"title": "Laweyan", "address": "Laweyan, Surakarta", "latitude": -7.5666, "longitude": 110.7976}
        self._keep(who, self.vendor.says(_PEOPLE[who][0], type="location", **place), glyph="pin", text="Laweyan")

    @property
    def handles(self) -> dict[str, str]:
        return {f"line:{user}": who for who, (user, _name) in _PEOPLE.items()}

    def press(self, who: str, bubble: str, offer: str) -> None:
        asked = self.bubble(who, bubble)
        title = dict(asked.offers).get(offer) if asked else None
        if title is not None:
            event = self.vendor.presses(_PEOPLE[who][0], urlencode({CHOICE: offer, "title": title}))
            self.keep(who, id=f"postback:{event['webhookEventId']}", text=title)

    def answers(self, who: str) -> list[Bubble]:
        return [self._bubble(one) for one in list(self.vendor.sent) if one["to"] == _PEOPLE[who][0]]

    def tell(self, post: Post) -> None:
        self.vendor.tell(post)
        self.vendor.collect()

    def _keep(self, who: str, event: dict[str, Any], **what: str) -> None:
        self.keep(who, id=event["message"]["id"], **what)

    def _bubble(self, sent: dict[str, Any]) -> Bubble:
        """All that left in one request."""
        messages, own_id = sent["messages"], sent["ids"][0]
        words = [str(one.get("text") or one.get("title") or "") for one in messages]
        actions = [item["action"] for one in messages for item in (one.get("quickReply") or {}).get("items", [])]
        return Bubble(
            id=own_id, is_own=False, text="\n".join(filter(None, words)), mark="sent",
            glyph=next((_GLYPHS[one["type"]] for one in messages if one["type"] in _GLYPHS), ""),
            at=self._came.setdefault(own_id, timezone.now().timestamp()),
            offers=tuple((_chosen(one["data"]), str(one["label"])) for one in actions),
        )  # fmt: skip


def _chosen(data: str) -> str:
    """The id of ours that stands in what a button sends back."""
    return next((value for name, value in parse_qsl(data) if name == CHOICE), data)
