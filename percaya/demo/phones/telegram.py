"""Customers with Telegram."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils import timezone

from percaya.channels.telegram.wire import hook_secret
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.demo.phones.line import Bubble, Line
from percaya.demo.vendors.hooking import Post
from percaya.demo.vendors.telegram import TelegramVendor
from percaya.demo.vendors.telegram_updates import BOT, Updates

_NUMBERS = {"andi": (5123400001, "Andi", "Wijaya"), "mei": (5123400002, "Mei", "Lin")}


class TelegramLine(Line):
    channel: ClassVar[str] = "telegram"
    people: ClassVar[dict[str, str]] = {who: f"{first} {last}" for who, (_number, first, last) in _NUMBERS.items()}
    vendor: TelegramVendor

    def __init__(self, account: ChannelAccount, vendor: TelegramVendor | None = None) -> None:
        super().__init__(account, vendor or TelegramVendor(updates=Updates(self.count, lambda: timezone.now().timestamp())))
        self.users = {who: self.vendor.customer(*about) for who, about in _NUMBERS.items()}
        self.vendor.secret = hook_secret(facts(account))

    def lead_to(self, hook_url: str) -> None:
        self.vendor.webhook = hook_url

    def say(self, who: str, text: str) -> None:
        self._keep(who, self.vendor.says(self.users[who], text), text=text)

    def send_picture(self, who: str, content: bytes) -> None:
        self._keep(who, self.vendor.sends_file(self.users[who], "photo", content), glyph="image")

    def share_place(self, who: str) -> None:
        place = {"latitude": -7.5666, "longitude": 110.7976}
        self._keep(who, self.vendor.says(self.users[who], location=place), glyph="pin", text="Laweyan")

    @property
    def handles(self) -> dict[str, str]:
        return {f"telegram:{number}": who for who, (number, _first, _last) in _NUMBERS.items()}

    def press(self, who: str, bubble: str, offer: str) -> None:
        if (message := self._sent(who, bubble)) and offer in dict(_bubble(message).offers):
            self.vendor.presses(self.users[who], message, offer)

    def react(self, who: str, bubble: str, emoji: str) -> None:
        if message := self._sent(who, bubble):
            self.vendor.reacts(self.users[who], message, emoji)
            message["_reaction"] = emoji

    def answers(self, who: str) -> list[Bubble]:
        own = self.users[who]["id"]
        return [_bubble(one) for one in list(self.vendor.sent) if one["chat"]["id"] == own]

    def tell(self, post: Post) -> None:
        self.vendor.tell(post)

    def _keep(self, who: str, update: dict[str, Any], **what: str) -> None:
        self.keep(who, id=_id(update["message"]), **what)

    def _sent(self, who: str, bubble: str) -> dict[str, Any] | None:
        own = self.users[who]["id"]
        found = (one for one in self.vendor.sent if one["chat"]["id"] == own and _id(one) == bubble)
        return next(found, None) or self._sent_before(who, bubble)

    def _sent_before(self, who: str, bubble: str) -> dict[str, Any] | None:
        """One from before the stand-in began, as Telegram would still have it."""
        past = self.bubble(who, bubble)
        if past is None or past.is_own:
            return None
        rows = [[{"text": title, "callback_data": offer}] for offer, title in past.offers]
        message = {"message_id": int(past.id.rpartition(":")[2]), "from": BOT, "chat": self.vendor.chats[self.users[who]["id"]]}
        return {**message, "date": int(past.at), "text": past.text} | (
            {"reply_markup": {"inline_keyboard": rows}} if rows else {}
        )


def _id(message: Mapping[str, Any]) -> str:
    """As the desk knows it."""
    return f"{message['chat']['id']}:{message['message_id']}"


def _bubble(message: dict[str, Any]) -> Bubble:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    offers = tuple((str(one.get("callback_data", "")), str(one["text"])) for row in rows for one in row)
    glyph = "image" if "photo" in message else "pin" if "location" in message else "file" if "document" in message else ""
    return Bubble(
        id=_id(message), is_own=False, text=str(message.get("text") or message.get("caption") or ""), glyph=glyph,
        at=float(message["date"]), mark="sent", offers=offers, reaction=message.get("_reaction", ""),
    )  # fmt: skip
