"""Customers who write text messages, and customers with WhatsApp where Twilio stands in between."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.utils import timezone

from percaya.core.workspace.models import ChannelAccount
from percaya.demo.phones.line import Bubble, Line
from percaya.demo.phones.templates import BY_TWILIO
from percaya.demo.vendors.hooking import Post
from percaya.demo.vendors.twilio import SMS, WHATSAPP, TwilioVendor

_PLACE = {"Latitude": "-7.5666", "Longitude": "110.7976", "Label": "Laweyan"}


class _TwilioLine(Line):
    """Neither reactions nor buttons; ``numbers`` by the word for a person."""

    emoji: ClassVar[tuple[str, ...]] = ()
    numbers: ClassVar[dict[str, str]] = {}
    prefix: ClassVar[str] = ""
    vendor: TwilioVendor

    def __init__(self, account: ChannelAccount, vendor: TwilioVendor | None = None) -> None:
        super().__init__(account, vendor or TwilioVendor(clock=timezone.now, count=self.count))
        self._came: dict[str, float] = {}
        self._looked: set[str] = set()  # of before the stand-in began
        self.hook = ""

    def lead_to(self, hook_url: str) -> None:
        self.hook = hook_url
        self.vendor.hooks |= {SMS: hook_url, WHATSAPP: hook_url}

    def say(self, who: str, text: str) -> None:
        self._says(who, text, text=text)

    def send_picture(self, who: str, content: bytes) -> None:
        number, is_whatsapp = self.numbers[who], bool(self.prefix)
        self.vendor.sends_file(number, "image/png", content, name=self.people[who], whatsapp=is_whatsapp)
        self.keep(who, id=self._last(), glyph="image")

    @property
    def handles(self) -> dict[str, str]:
        return {f"{self.channel}:{number}": who for who, number in self.numbers.items()}

    def recall(self, past: Mapping[str, list[Bubble]]) -> None:
        super().recall(past)
        for who, moment in self.heard_last():
            number, heard = self.prefix + self.numbers[who], datetime.fromtimestamp(moment, UTC)
            self.vendor.heard[number] = max(heard, self.vendor.heard.get(number, heard))

    def press(self, who: str, bubble: str, offer: str) -> None:
        """Nothing: no buttons come this way."""

    def answers(self, who: str) -> list[Bubble]:
        return [self._bubble(one) for one in list(self.vendor.sent) if one["To"] == self.prefix + self.numbers[who]]

    def tell(self, post: Post) -> None:
        self.vendor.tell(post)

    def _says(self, who: str, words: str, *, text: str = "", glyph: str = "", **fields: str) -> None:
        self.vendor.says(self.numbers[who], words, whatsapp=bool(self.prefix), name=self.people[who], **fields)
        self.keep(who, id=self._last(), text=text, glyph=glyph)

    def _last(self) -> str:
        """The id of what was said just now."""
        return self.vendor.said[-1]

    def _bubble(self, form: dict[str, str]) -> Bubble:
        state, sid = self.vendor.states.get(form["Sid"], "sent"), form["Sid"]
        words, files = form.get("Body", ""), form.get("MediaUrl", "").split()
        glyph = "pin" if "PersistentAction" in form else "image" if files else ""
        return Bubble(
            id=sid, is_own=False, text=words, glyph=glyph, at=self._came.setdefault(sid, timezone.now().timestamp()),
            mark=state if state in ("sent", "delivered", "read") else "failed",
        )  # fmt: skip


class SmsLine(_TwilioLine):
    channel: ClassVar[str] = "twilio"
    people: ClassVar[dict[str, str]] = {"darmi": "Bu Darmi", "maya": "Maya Hartono"}
    numbers: ClassVar[dict[str, str]] = {"darmi": "+6281234500021", "maya": "+12025550147"}

    def can_send_pictures(self, who: str) -> bool:
        """As MMS, within North America: our number is one of there."""
        return self.numbers[who].startswith("+1")

    def share_place(self, who: str) -> None:
        """A text message has no places: people send the address of a map."""
        self.say(who, "https://maps.google.com/?q=-7.5666,110.7976")


class TwilioWhatsAppLine(_TwilioLine):
    channel: ClassVar[str] = "twilio_whatsapp"
    people: ClassVar[dict[str, str]] = {"bram": "Bram Siahaan", "yuli": "Yuli"}
    numbers: ClassVar[dict[str, str]] = {"bram": "+6281234500031", "yuli": "+6281234500032"}
    prefix: ClassVar[str] = "whatsapp:"

    def __init__(self, account: ChannelAccount, vendor: TwilioVendor | None = None) -> None:
        super().__init__(account, vendor)
        self.vendor.contents += BY_TWILIO

    def share_place(self, who: str) -> None:
        self._says(who, "", text="Laweyan", glyph="pin", **_PLACE)

    def look(self, who: str) -> None:
        for one in self.past[who]:
            if not one.is_own and one.mark == "delivered" and one.is_at_vendor and one.id not in self._looked:
                self._looked.add(one.id)
                self.vendor.status(self._as_sent(who, one), "read")

    def _as_sent(self, who: str, bubble: Bubble) -> dict[str, Any]:
        """As Twilio has it, also of before the stand-in began."""
        return {"Sid": bubble.id, "To": self.prefix + self.numbers[who], "From": WHATSAPP, "StatusCallback": self.hook}
