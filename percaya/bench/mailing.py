"""Customers who write: a steady number of mails a second through the API's door for raw mail, as the mail server of a business
would hand them in. Three of five answer in tickets that somebody looks at; the others open new ones."""

import itertools
import random
import time
from dataclasses import dataclass

from percaya.bench.load import MAILBOX
from percaya.bench.pacing import on_schedule
from percaya.bench.wire import Broken, Wire
from percaya.core.tickets.models import Message, Participant
from percaya.core.workspace.models import Workspace

ANSWERS = 0.6
AT_ONCE = 32  # mails under way; more than these would only queue up here
_NAMES = itertools.count(int(time.time() * 1000))


@dataclass(frozen=True)
class Asker:
    """Who asked in a ticket, and the mail that an answer refers to."""

    address: str
    mail: str


def askers(workspace: Workspace, numbers: set[int]) -> list[Asker]:
    tickets = {"workspace": workspace, "ticket__number__in": numbers}
    mails = dict(
        Message.objects.filter(**tickets, direction="inbound").exclude(external_id="").values_list("ticket_id", "external_id")
    )
    people = dict(Participant.objects.filter(**tickets, role="requester", kind="email").values_list("ticket_id", "value"))
    return [Asker(people[ticket], mails[ticket]) for ticket in sorted(mails.keys() & people.keys())]


class Mailing:
    def __init__(self, wire: Wire, known: list[Asker]) -> None:
        self.wire, self.known = wire, known
        self.sent = self.refused = self.skipped = 0

    async def run(self, rate: float, seconds: float) -> None:
        """On schedule, not one after the other; what finds ``AT_ONCE`` under way is skipped and counted."""
        self.skipped += await on_schedule(rate, seconds, AT_ONCE, self._send)

    async def _send(self, _count: int, _due: float) -> None:
        try:
            await self.wire.send(f"/api/v1/inbound/email?to={MAILBOX}", self._mail(), "message/rfc822")
            self.sent += 1
        except Broken:
            self.refused += 1

    def _mail(self) -> bytes:
        name = f"n{next(_NAMES)}"
        address, answers = f"{name}@baru.example", ""
        if self.known and random.random() < ANSWERS:  # noqa: S311
            asker = random.choice(self.known)  # noqa: S311
            address, answers = asker.address, f"In-Reply-To: <{asker.mail}>\r\n"
        return (
            f"From: Sri <{address}>\r\nTo: {MAILBOX}\r\nSubject: Paket {name}\r\nMessage-ID: <{name}@baru.example>\r\n{answers}"
            f"Date: Mon, 02 Nov 2026 09:15:00 +0700\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
            f"Halo kak, paket saya belum sampai ya ({name}). Mohon dibantu.\r\n\r\nSri\r\n"
        ).encode()
