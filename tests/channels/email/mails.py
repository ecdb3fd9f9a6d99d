"""Short ways to read and write mail in tests."""

from datetime import UTC, datetime

from percaya.channels.contract import Address, HandleKind, MessageIn, Outgoing, RawArrival
from percaya.channels.email.channel import CHANNEL
from tests.contracts.account import ACCOUNT, RECEIVED_AT


def arrival(raw: bytes, **more: object) -> RawArrival:
    """An arrival by SMTP."""
    return RawArrival(raw=raw, received_at=RECEIVED_AT, **({"door": "smtp"} | more))  # type: ignore[arg-type]


def read(raw: bytes, **more: object) -> MessageIn:
    """The one message in the mail."""
    (message,) = CHANNEL.read(arrival(raw, **more), ACCOUNT).messages
    return message


def outgoing(**changes: object) -> Outgoing:
    """A reply to Rina."""
    given: dict[str, object] = {
        "message_token": "msg_1",
        "ticket_token": "tkt_1",
        "ticket_number": 204,
        "to": (Address(kind=HandleKind.EMAIL, value="rina@pelanggan.example", name="Rina Melati"),),
        "subject": "Re: Paket",
        "text": "Halo Rina.",
        "composed_at": datetime(2026, 11, 3, 4, 0, tzinfo=UTC),
    }
    return Outgoing(**(given | changes))  # type: ignore[arg-type]
