"""Customers with Instagram."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone

from percaya.core.workspace.models import ChannelAccount
from percaya.demo.phones.line import Bubble, Line
from percaya.demo.vendors.graph_social import SocialVendor
from percaya.demo.vendors.hooking import Post

_PEOPLE = {
    "ayu": ("6671234509871001", "Ayu Pramesti", "ayu.pramesti"),
    "farhan": ("6671234509871002", "Farhan", "farhan.jahit"),
    "mira": ("6671234509871003", "Mira Anjani", "mira.anjani"),
}
_GLYPHS = {"image": "image", "location": "pin"}


class InstagramLine(Line):
    channel: ClassVar[str] = "instagram"
    people: ClassVar[dict[str, str]] = {who: name for who, (_person, name, _called) in _PEOPLE.items()}
    vendor: SocialVendor

    def __init__(self, account: ChannelAccount, vendor: SocialVendor | None = None) -> None:
        super().__init__(account, vendor or SocialVendor("instagram", clock=lambda: timezone.now().timestamp()))
        self.vendor.count = self.count
        self._read: dict[str, str] = {}  # the last that each has seen
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

    @property
    def handles(self) -> dict[str, str]:
        return {f"instagram:{person}": who for who, (person, _name, _called) in _PEOPLE.items()}

    def recall(self, past: Mapping[str, list[Bubble]]) -> None:
        super().recall(past)
        for who, moment in self.heard_last():
            person = _PEOPLE[who][0]
            self.vendor.heard[person] = max(int(moment * 1000), self.vendor.heard.get(person, 0))
        for who, bubbles in self.past.items():
            talk = self.vendor.talks.setdefault(_PEOPLE[who][0], [])
            known = {one["mid"] for one in talk}
            before = [one for one in bubbles if not one.is_own and one.is_at_vendor and one.id not in known]
            talk[:0] = [{"mid": one.id, "text": one.text, "from": self.vendor.own, "at": int(one.at * 1000)} for one in before]

    def press(self, who: str, bubble: str, offer: str) -> None:
        asked = self.bubble(who, bubble)
        title = dict(asked.offers).get(offer) if asked else None
        if title is not None:
            self.keep(who, id=self.vendor.presses(_PEOPLE[who][0], title, offer), text=title)

    def react(self, who: str, bubble: str, emoji: str) -> None:
        if self.bubble(who, bubble):
            self.vendor.reacts(_PEOPLE[who][0], bubble, emoji)
        for one in self._sent(who):
            if one["mid"] == bubble:
                one["_reaction"] = emoji

    def answers(self, who: str) -> list[Bubble]:
        heard = {one["mid"]: one for one in self.vendor.talks.get(_PEOPLE[who][0], [])}
        return [self._bubble(one, heard[one["mid"]]["at"] / 1000) for one in self._sent(who)]

    def look(self, who: str) -> None:
        """Instagram says once that all is read, up to the last message."""
        sent = self._sent(who)
        last = sent[-1]["mid"] if sent else next((one.id for one in reversed(self.past[who]) if one.mark == "sent"), "")
        if last and last != self._read.get(who) and self.vendor.talks.get(_PEOPLE[who][0]):
            self._read[who] = last
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
