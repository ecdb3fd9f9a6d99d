"""Customers with WhatsApp."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone

from percaya.core.workspace.models import ChannelAccount
from percaya.demo.phones.line import Bubble, Line
from percaya.demo.phones.templates import BY_META
from percaya.demo.vendors.graph import GraphVendor
from percaya.demo.vendors.graph_customers import GraphCustomer, GraphMessage
from percaya.demo.vendors.hooking import Post

LARAS = GraphCustomer(name="Laras Ayuningtyas", phone="6281234500004", user_id="ID.4410091827364550004")
_PEOPLE = {
    "rina": GraphCustomer(name="Rina Marlina", phone="6281234500001", user_id="ID.4410091827364550001"),
    "slamet": GraphCustomer(name="Slamet", phone="6281234500002"),  # payloads as they were before 2026
    "hannah": GraphCustomer(name="Hannah Lee", user_id="SG.4410091827364550003", username="hannah.lee"),  # hides her number
    "laras": LARAS,
}


class WhatsAppLine(Line):
    channel: ClassVar[str] = "whatsapp"
    people: ClassVar[dict[str, str]] = {who: one.name for who, one in _PEOPLE.items()}
    vendor: GraphVendor

    def __init__(self, account: ChannelAccount, vendor: GraphVendor | None = None) -> None:
        super().__init__(account, vendor or GraphVendor(clock=lambda: timezone.now().timestamp()))
        self.vendor._count = self.count
        self.vendor.templates += BY_META
        self._looked: set[str] = set()  # of before the stand-in began
        for one in _PEOPLE.values():
            self.vendor.meet(one)

    def lead_to(self, hook_url: str) -> None:
        self.vendor.hook_url = hook_url

    def say(self, who: str, text: str) -> None:
        self.keep(who, id=self.vendor.says(_PEOPLE[who], text), text=text)

    def send_picture(self, who: str, content: bytes) -> None:
        self.keep(who, id=self.vendor.sends_file(_PEOPLE[who], "image", content, "image/png"), glyph="image")

    def share_place(self, who: str) -> None:
        self.keep(who, id=self.vendor.shares_place(_PEOPLE[who], -7.5666, 110.7976, "Laweyan"), glyph="pin", text="Laweyan")

    @property
    def handles(self) -> dict[str, str]:
        return {f"whatsapp:{one.user_id or '+' + one.phone}": who for who, one in _PEOPLE.items()}

    def recall(self, past: Mapping[str, list[Bubble]]) -> None:
        super().recall(past)
        for who, moment in self.heard_last():
            key = _PEOPLE[who].key
            self.vendor.heard[key] = max(moment, self.vendor.heard.get(key, 0.0))

    def press(self, who: str, bubble: str, offer: str) -> None:
        asked = self.bubble(who, bubble)
        title = dict(asked.offers).get(offer) if asked else None
        if asked and title is not None:
            does = self.vendor.chooses if asked.is_list else self.vendor.presses
            self.keep(who, id=does(_PEOPLE[who], offer, title, quotes=bubble), text=title)

    def react(self, who: str, bubble: str, emoji: str) -> None:
        if self.bubble(who, bubble):
            self.vendor.reacts(_PEOPLE[who], bubble, emoji)
            if bubble in self.vendor.sent:
                self.vendor.sent[bubble].body["_reaction"] = emoji

    def answers(self, who: str) -> list[Bubble]:
        ids = {_PEOPLE[who].phone, _PEOPLE[who].user_id} - {""}
        return [
            _bubble(one)
            for one in list(self.vendor.sent.values())
            if one.to.removeprefix("+") in ids and one.body["type"] != "reaction"
        ]

    def look(self, who: str) -> None:
        for one in self.answers(who):
            if one.mark == "delivered":
                self.vendor.read_by_customer(one.id)
        for one in self.past[who]:
            if one.mark == "delivered" and one.is_at_vendor and one.id not in {*self.vendor.sent, *self._looked}:
                self._looked.add(one.id)
                self.vendor.status(GraphMessage(id=one.id, to=_PEOPLE[who].key, body={}, at=one.at), "read")

    def tell(self, post: Post) -> None:
        self.vendor.deliver(post)


def _bubble(message: Any) -> Bubble:
    said = message.body
    held = said.get(said["type"]) or {}
    words, glyph = str(held.get("body") or held.get("caption") or ""), ""
    offers: list[tuple[str, str]] = []
    if said["type"] == "interactive":
        words, action = held["body"]["text"], held["action"]
        offers = [(one["reply"]["id"], one["reply"]["title"]) for one in action.get("buttons", [])]
        offers += [(row["id"], row["title"]) for part in action.get("sections", []) for row in part["rows"]]
    elif said["type"] == "template":
        words = ""  # the ticket knows how it reads
    elif said["type"] != "text":
        glyph = {"image": "image", "location": "pin"}.get(said["type"], "file")
        words = words or str(held.get("filename") or held.get("name") or "")
    mark = next((state for state in ("failed", "read", "delivered", "sent") if state in message.states), "sent")
    return Bubble(
        id=message.id, is_own=False, text=words, glyph=glyph, at=message.at, mark=mark, offers=tuple(offers),
        reaction=said.get("_reaction", ""), is_list=said["type"] == "interactive" and "sections" in said["interactive"]["action"],
    )  # fmt: skip
