"""A page or an Instagram account at the stand-in, and what tests of both ask of it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from percaya.channels.contract import AccountFacts, Address, HandleKind, Outgoing, RawArrival, Reading
from percaya.channels.contract.abilities import HookRequest
from percaya.channels.registry import channel
from percaya.demo.vendors.graph_social import SocialVendor
from percaya.demo.vendors.graph_social_people import APP, SECRET, TOKEN, VERIFY

NOON = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)
HOUR = 3600
KEYS = {"access_token": TOKEN, "app_secret": SECRET, "verify_token": VERIFY}


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.at = NOON.timestamp()

    def __call__(self) -> float:
        return self.at


class World:
    """The stand-in, our account there, and the webhooks that came, read by the channel itself."""

    def __init__(self, key: str) -> None:
        self.key, self.channel, self.clock = key, channel(key), Clock()
        self.came: list[Reading] = []
        self.statuses: list[int] = []
        self.vendor = SocialVendor("instagram" if key == "instagram" else "page", clock=self.clock, post=self._post)
        self.vendor.hook = "https://percaya.example/hooks"

    @property
    def account(self) -> AccountFacts:
        settings = {"app_id": APP, "base_url": self.vendor.url}
        return AccountFacts(
            public_id="acc_1", workspace="senja", name="Toko", address=self.vendor.own, settings=settings, secrets=KEYS
        )

    def out(self, person: str, text: str = "Baik kak", **more: object) -> Outgoing:
        to = (Address(kind=HandleKind.EXTERNAL, value=f"{self.key}:{person}"),)
        return Outgoing(message_token="msg_1", ticket_token="t", ticket_number=1, to=to, text=text, **more)  # type: ignore[arg-type]

    def hear(self) -> Reading:
        """What the next webhooks say, the last of them."""
        self.vendor.tell()
        return self.came[-1]

    def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        lower = {name.lower(): value for name, value in headers.items()}
        knock = self.channel.knock(HookRequest(method="POST", url=url, headers=lower, body=body), self.account)  # type: ignore[attr-defined]
        if knock.take is not None:
            self.came.append(self.channel.read(RawArrival(raw=knock.take, door="hook", received_at=NOON), self.account))
        return knock.status, knock.body
