"""Toko Senja on WhatsApp: the stand-in's webhooks through the real door, our answers over real HTTP."""

from collections.abc import Mapping
from typing import Any

from django.test import Client

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from percaya.demo.vendors.graph import GraphCustomer, GraphVendor
from tests import builders
from tests.cast import Cast

RINA = GraphCustomer(name="Rina Melati", phone="6281234567890", user_id="ID.8801aZ52QmRina")


class Phones:
    """A shop's number at the stand-in, and what has become of what was said."""

    def __init__(self, cast: Cast, vendor: GraphVendor) -> None:
        self.cast, self.vendor = cast, vendor
        self.account: ChannelAccount = connect_account(
            workspace=cast.workspace, channel="whatsapp", name="WA", address=vendor.phone_number_id,
            settings={"base_url": vendor.url, "waba_id": vendor.waba_id},
            secrets={"access_token": vendor.token, "app_secret": vendor.app_secret, "verify_token": vendor.verify_token},
            by=Actor.system(),
        )  # fmt: skip
        vendor.hook_url = f"/hooks/whatsapp/{public_ids.encode('account', self.account.pk)}"

    def hear(self, **how: Any) -> None:
        """What the vendor tells, and all that follows."""
        assert {knocking.status for knocking in self.vendor.deliver(knock, **how)} <= {200}
        engine().run_pending()

    def talk(self, text: str = "Halo kak, paket saya sampai mana?") -> Ticket:
        self.vendor.says(RINA, text)
        self.hear()
        return self.ticket()

    def ticket(self) -> Ticket:
        return Ticket.objects.filter(account=self.account).latest("pk")

    def heard(self) -> list[Message]:
        return list(Message.objects.filter(account=self.account, direction="inbound").order_by("pk"))

    def reply(self, text: str = "Kami cek ya kak", **more: Any) -> Message:
        sent = builders.reply(self.ticket(), self.cast.dewi, text, **more)
        engine().run_pending()
        sent.refresh_from_db()
        return sent


def knock(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    signed = headers["X-Hub-Signature-256"]
    answer = Client().post(url, body, content_type="application/json", HTTP_X_HUB_SIGNATURE_256=signed)
    return answer.status_code, answer.content
