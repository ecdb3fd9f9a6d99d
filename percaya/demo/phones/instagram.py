"""Customers with Instagram."""

from typing import Any, ClassVar

from django.utils import timezone

from percaya.core.workspace.models import ChannelAccount
from percaya.demo.phones.line import Bubble, Line
from percaya.demo.vendors.graph_social import SocialVendor
from percaya.demo.vendors.hooking import Post

_PEOPLE = {"ayu": ("6671234509871001", "Ayu Pramesti", "ayu.pramesti"), "farhan": ("6671234509871002", "Farhan", "farhan.jahit")}
_GLYPHS = {"image": "image", "location": "pin"}


class InstagramLine(Line):
    channel: ClassVar[str] = "instagram"
    people: ClassVar[dict[str, str]] = {who: name for who, (_person, name, _called) in _PEOPLE.items()}
    vendor: SocialVendor

    def __init__(self, account: ChannelAccount, vendor: SocialVendor | None = None) -> None:
        super().__init__(account, vendor or SocialVendor("instagram", clock=lambda: timezone.now().timestamp()))
        self.vendor.count = self.count
        for about in _PEOPLE.values():
            self.vendor.customer(*about)

    def lead_to(self, hook_url: str) -> None:
        self.vendor.hook = hook_url

    def say(self, who: str, text: str) -> None:
        self.keep(who, id=self.vendor.says(_PEOPLE[who][0], text), text=text)

    def send_picture(self, who: str, content: bytes) -> None:
        self.keep(who, id=self.vendor.sends_file(_PEOPLE[who][0], "image", content, "image/png"), glyph="image")

    def share_place(self, who: str) -> None:
        """Instagram has no places to share: people send the address of a map."""
        self.say(who, "https://maps.google.com/?q=-7.5666,110.7976")

    def press(self, who: str, bubble: str, offer: str) -> None:
        title = dict(next((one.offers for one in self.answers(who) if one.id == bubble), ())).get(offer)
        if title is not None:
            self.keep(who, id=self.vendor.presses(_PEOPLE[who][0], title, offer), text=title)

    def react(self, who: str, bubble: str, emoji: str) -> None:
        message = next((one for one in self._sent(who) if one["mid"] == bubble), None)
        if message is not None:
            self.vendor.reacts(_PEOPLE[who][0], bubble, emoji)
            message["_reaction"] = emoji

    def answers(self, who: str) -> list[Bubble]:
        heard = {one["mid"]: one for one in self.vendor.talks.get(_PEOPLE[who][0], [])}
        return [self._bubble(one, heard[one["mid"]]["at"] / 1000) for one in self._sent(who)]

    def look(self, who: str) -> None:
        """Instagram says once that all is read, up to the last message."""
        sent = self._sent(who)
        if sent and not sent[-1].get("_read"):
            self.vendor.reads(_PEOPLE[who][0])
            for one in sent:
                one["_read"] = True

    def tell(self, post: Post) -> None:
        self.vendor.post = post
        self.vendor.tell()

    def _sent(self, who: str) -> list[dict[str, Any]]:
        return [one for one in list(self.vendor.sent) if one["to"] == _PEOPLE[who][0]]

    def _bubble(self, sent: dict[str, Any], at: float) -> Bubble:
        said = sent["message"]
        kind = said.get("attachment", {}).get("type", "")
        offers = tuple((str(one["payload"]), str(one["title"])) for one in said.get("quick_replies", []))
        return Bubble(
            id=sent["mid"], is_own=False, text=str(said.get("text", "")), glyph=_GLYPHS.get(kind, "file") if kind else "",
            at=at, mark="read" if sent.get("_read") else "sent", offers=offers, reaction=sent.get("_reaction", ""),
        )  # fmt: skip
