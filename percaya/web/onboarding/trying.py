"""The test message of the first visit: a real arrival through the real intake, timed before the reader's eyes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formataddr, make_msgid
from uuid import uuid4

import orjson
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.models import ChannelAccount, Member
from percaya.stages.intake.actions import take_in


@dataclass(frozen=True)
class Tried:
    """``seconds`` from sending to the ticket being there; no ticket when it could not be read (it is kept then)."""

    ticket: Ticket | None
    seconds: float

    @property
    def spoken(self) -> str:
        """The seconds as the reader writes them: 0,04 or 0.04."""
        return f"{self.seconds:.2f}".replace(".", "." if get_language() == "en" else ",")


def send(account: ChannelAccount, by: Member) -> Tried:
    """Write to the account as a customer would, from the member's own address."""
    door, make = _MAKERS[account.channel]
    raw = make(account, by)
    started = time.perf_counter()
    ticket = take_in(
        account=account, raw=raw, door=door, mail_from=by.user.email,
        rcpt_to=[account.address] if account.address else [], by=Actor.member(by.pk),
    ).ticket  # fmt: skip
    return Tried(ticket, time.perf_counter() - started)


def can_try(account: ChannelAccount) -> bool:
    return account.channel in _MAKERS


def _mail(account: ChannelAccount, by: Member) -> bytes:
    mail = EmailMessage()
    mail["From"] = formataddr((by.name, by.user.email))
    mail["To"] = account.address
    mail["Subject"] = _("A first question to try things out")
    mail["Message-ID"] = make_msgid(domain=by.user.email.rpartition("@")[2])
    mail.set_content(_words())
    return mail.as_bytes()


def _submission(account: ChannelAccount, by: Member) -> bytes:
    return orjson.dumps(
        {
            "submission": uuid4().hex,
            "form": {"id": public_ids.encode("account", account.pk), "name": account.name, "language": by.language},
            "sender": {"name": by.name, "email": by.user.email},
            "subject": _("A first question to try things out"),
            "message": _words(),
        }
    )


def _words() -> str:
    return _("Hello, has my order been sent yet? (This is a test message that you sent to yourself.)")


_MAKERS: dict[str, tuple[str, Callable[[ChannelAccount, Member], bytes]]] = {
    "email": ("smtp", _mail),
    "webform": ("form", _submission),
}
