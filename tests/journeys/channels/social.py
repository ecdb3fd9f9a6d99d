"""Toko Senja on Instagram or with a page: the stand-in's webhooks through the real door, our answers over real HTTP."""

import time
from collections.abc import Mapping
from typing import Any

from django.test import Client

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.vendors.graph_social import SocialVendor
from percaya.demo.vendors.graph_social_people import APP, SECRET, TOKEN, VERIFY
from tests import builders
from tests.cast import Cast

HOUR = 3600
PICTURE = b"\x89PNG\r\n\x1a\n" + b"cerita" * 40


class Counter:
    """A shop, its account at the stand-in, and Rina, who writes."""

    def __init__(self, cast: Cast, vendor: SocialVendor, key: str) -> None:
        self.cast, self.vendor, self.key = cast, vendor, key
        self.account = connected(cast.workspace, vendor, key)
        self.door = f"/hooks/{key}/{public_ids.encode('account', self.account.pk)}"
        vendor.hook, vendor.post = self.door, knock
        self.rina = vendor.customer()

    def hear(self, **how: Any) -> None:
        """What the vendor tells, and all that follows."""
        assert set(self.vendor.tell(**how)) <= {200}
        engine().run_pending()

    def ago(self, seconds: float) -> None:
        """The vendor's clock stands back."""
        self.vendor.clock = lambda: time.time() - seconds

    def talk(self, text: str = "Kak, kemeja linen size L masih ada?") -> Ticket:
        """Rina's first words as a ticket."""
        self.vendor.says(self.rina, text)
        self.hear()
        return self.ticket()

    def ticket(self) -> Ticket:
        return Ticket.objects.filter(account=self.account).latest("pk")

    def reply(self, text: str = "Masih kak, stok 3.", **more: Any) -> Message:
        sent = builders.reply(self.ticket(), self.cast.dewi, text, **more)
        engine().run_pending()
        sent.refresh_from_db()
        return sent

    def heard(self) -> list[Message]:
        return list(Message.objects.filter(account=self.account, direction="inbound").order_by("pk"))

    def files(self, message: Message) -> list[Attachment]:
        return list(Attachment.objects.filter(message=message).order_by("pk"))


def connected(workspace: Any, vendor: SocialVendor, key: str, **secrets: str) -> ChannelAccount:
    return connect_account(
        workspace=workspace,
        channel=key,
        name="Toko Senja",
        address=vendor.own,
        settings={"app_id": APP, "base_url": vendor.url},
        secrets={"access_token": TOKEN, "app_secret": SECRET, "verify_token": VERIFY, **secrets},
        by=Actor.system(),
    )


def knock(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items() if name != "Content-Type"}
    answer = Client().post(url, body, content_type="application/json", **named)  # type: ignore[arg-type]
    return answer.status_code, answer.content
