"""One account of a demo seen from its customers' side: who has it on their phone, what they see, what they can do."""

import itertools
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
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
    reaction: str = ""  # the other side's
    is_list: bool = False  # what is offered opens as a list
    is_at_vendor: bool = True  # the stand-in carried it: it can be reacted to and pressed
    more_ids: tuple[str, ...] = ()  # where it went in several parts


class Line(ABC):
    """Base: an account and the stand-in that serves it. ``people`` are names by a word for the address."""

    channel: ClassVar[str] = ""
    people: ClassVar[dict[str, str]] = {}
    emoji: ClassVar[tuple[str, ...]] = EMOJI  # with which its customers can react
    # Ids of everything, one count for all lines of a process: they never come twice, also not after a restart (it begins at
    # the microsecond) or beside another process. What is stored would otherwise take a new message for its repeat.
    count: "ClassVar[itertools.count[int]]" = itertools.count(time.time_ns() // 1000)

    def __init__(self, account: ChannelAccount, vendor: Vendor) -> None:
        self.account, self.vendor = account, vendor
        self.said: dict[str, list[Bubble]] = {who: [] for who in self.people}
        self.past: dict[str, list[Bubble]] = {who: [] for who in self.people}

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

    def can_send_pictures(self, who: str) -> bool:
        return True

    def react(self, who: str, bubble: str, emoji: str) -> None:  # noqa: B027 (not every vendor tells)
        """The customer reacts to a bubble."""

    @abstractmethod
    def answers(self, who: str) -> list[Bubble]:
        """What the desk said to that customer."""

    @property
    @abstractmethod
    def handles(self) -> dict[str, str]:
        """Whose is which handle: a handle's value -> a word of ``people``."""

    def recall(self, past: Mapping[str, list[Bubble]]) -> None:
        """What the tickets hold, by person: it is shown, and the stand-in knows of it, also after a restart."""
        self.past = {who: past.get(who, []) for who in self.people}

    def look(self, who: str) -> None:  # noqa: B027 (not every vendor tells)
        """The customer has the conversation before them: what reached them is read, where the vendor tells of that."""

    @abstractmethod
    def tell(self, post: Post) -> None:
        """Knock at our door with all that waits."""

    def bubbles(self, who: str) -> list[Bubble]:
        """What the tickets hold; and what is only on the telephone or at the stand-in yet."""
        kept = {id: one for one in self.past[who] for id in (one.id, *one.more_ids)}
        answers = self.answers(who)
        for one in answers:
            if known := kept.get(one.id):
                one.text, one.at = one.text or known.text, known.at
        told = {one.id for one in answers}
        past = [one for one in self.past[who] if not told.intersection((one.id, *one.more_ids))]
        return sorted([*past, *(one for one in self.said[who] if one.id not in kept), *answers], key=lambda one: one.at)

    def keep(self, who: str, **what: object) -> Bubble:
        bubble = Bubble(is_own=True, **what)  # type: ignore[arg-type]
        self.said[who].append(bubble)
        return bubble

    def bubble(self, who: str, id: str) -> Bubble | None:
        """One that the stand-in knows of."""
        return next((one for one in self.bubbles(who) if one.id == id and one.is_at_vendor), None)

    def heard_last(self) -> Iterator[tuple[str, float]]:
        """Who wrote, and when last (seconds): from then on the vendor counts how long they may be answered."""
        for who, bubbles in self.past.items():
            own = [one.at for one in bubbles if one.is_own]
            if own:
                yield who, max(own)
