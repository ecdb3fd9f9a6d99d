"""Toko Senja on a chat whose vendor is a stand-in: its webhooks through the real door, our answers over real HTTP."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Attachment, Message, Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount
from tests import builders
from tests.cast import Cast


class Counter:
    """A shop's account and what has become of what was said to it."""

    def __init__(self, cast: Cast, key: str, *, address: str = "", plain: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        self.cast, self.key = cast, key
        self.account: ChannelAccount = connect_account(
            workspace=cast.workspace,
            channel=key,
            name="Toko Senja",
            address=address,
            settings=plain,
            secrets=secrets,
            by=Actor.system(),
        )
        self.hook = f"{settings.PUBLIC_URL}/hooks/{key}/{public_ids.encode('account', self.account.pk)}"

    def ticket(self) -> Ticket:
        return Ticket.objects.filter(account=self.account).latest("pk")

    def heard(self) -> list[Message]:
        return list(Message.objects.filter(account=self.account, direction="inbound").order_by("pk"))

    def reply(self, text: str = "Baik kak, kami cek dulu ya.", **more: Any) -> Message:
        """Dewi's answer, and how it went."""
        sent = builders.reply(self.ticket(), self.cast.dewi, text, **more)
        return settled(sent)

    def files(self) -> list[Attachment]:
        return list(Attachment.objects.filter(message__account=self.account).order_by("pk"))


def fetch(url: str) -> tuple[int, str, bytes]:
    """A vendor fetches a file at our public door, without any login."""
    answer = Client().get(url.removeprefix(settings.PUBLIC_URL))
    return answer.status_code, answer.headers["Content-Type"], answer.getvalue()


def settled(message: Message) -> Message:
    engine().run_pending()
    message.refresh_from_db()
    return message


def knock(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """A vendor's webhook at our door."""
    parts = urlsplit(url)
    named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items() if name != "Content-Type"}
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    answer = Client().post(path, body, content_type=headers.get("Content-Type", ""), **named)  # type: ignore[arg-type]
    return answer.status_code, answer.content
