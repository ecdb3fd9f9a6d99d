"""One account of a demo seen from its customers' side: who has it on their phone, what they see, what they can do."""

import itertools
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils import timezone

from percaya.core.workspace.models import ChannelAccount
from percaya.demo.vendors.hooking import Post
from percaya.demo.vendors.serving import Vendor

EMOJI = ("👍", "❤️", "😂", "🙏")


@dataclass(kw_only=True)
class Bubble:
    """``is_own``: the customer's. ``mark`` of an own one is "", of the desk's: sent delivered read failed."""

    id: str
    is_own: bool
    text: str = ""
    glyph: str = ""  # of what is no text: image pin file
    at: float = field(default_factory=lambda: timezone.now().timestamp())
    mark: str = ""
    offers: tuple[tuple[str, str], ...] = ()  # (id, title) of what may be pressed
    reaction: str = ""


class Line(ABC):
    """Base: an account and the stand-in that serves it. ``people`` are names by a word for the address."""

    channel: ClassVar[str] = ""
    people: ClassVar[dict[str, str]] = {}
    # Ids of everything, one count for all lines of a process: they never come twice, also not after a restart (it begins at
    # the microsecond) or beside another process. What is stored would otherwise take a new message for its repeat.
    count: ClassVar[Iterator[int]] = itertools.count(time.time_ns() // 1000)

    def __init__(self, account: ChannelAccount, vendor: Vendor) -> None:
        self.account, self.vendor = account, vendor
        self.said: dict[str, list[Bubble]] = {who: [] for who in self.people}

    @abstractmethod
    def lead_to(self, hook_url: str) -> None:
        """Where webhooks go."""

    @abstractmethod
    def say(self, who: str, text: str) -> None:
        """The customer writes."""

    @abstractmethod
    def send_picture(self, who: str, content: bytes) -> None:
        """The customer sends a picture (bytes of a PNG or JPEG)."""

    @abstractmethod
    def share_place(self, who: str) -> None:
        """The customer shares where they are."""

    @abstractmethod
    def press(self, who: str, bubble: str, offer: str) -> None:
        """The customer presses an answer that was offered."""

    @abstractmethod
    def react(self, who: str, bubble: str, emoji: str) -> None:
        """The customer reacts to a bubble."""

    @abstractmethod
    def answers(self, who: str) -> list[Bubble]:
        """What the desk said to that customer."""

    def look(self, who: str) -> None:  # noqa: B027 (not every vendor tells)
        """The customer has the conversation before them: what reached them is read, where the vendor tells of that."""

    @abstractmethod
    def tell(self, post: Post) -> None:
        """Knock at our door with all that waits."""

    def bubbles(self, who: str) -> list[Bubble]:
        return sorted([*self.said[who], *self.answers(who)], key=lambda one: one.at)

    def keep(self, who: str, **what: object) -> Bubble:
        bubble = Bubble(is_own=True, **what)  # type: ignore[arg-type]
        self.said[who].append(bubble)
        return bubble

    def bubble(self, who: str, id: str) -> Bubble | None:
        return next((one for one in self.bubbles(who) if one.id == id), None)
