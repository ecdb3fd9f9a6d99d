"""What e-mail promises beside the contract; the details are tested in tests/channels/email."""

from datetime import UTC, datetime

from percaya.channels.contract import AccountFacts, Address, HandleKind, Outgoing, RawArrival
from percaya.channels.email.channel import CHANNEL

_ACCOUNT = AccountFacts(
    public_id="acc_1", workspace="tokosenja", name="Toko Senja", address="halo@tokosenja.example", signing_key=b"k" * 32
)
_NOW = datetime(2026, 11, 3, tzinfo=UTC)


def _arrival(raw: str) -> RawArrival:
    return RawArrival(raw=raw.encode(), door="smtp", received_at=_NOW)


def test_a_customer_who_answers_lands_in_the_same_ticket() -> None:
    rina = Address(kind=HandleKind.EMAIL, value="rina@pelanggan.example")
    sent = CHANNEL.compose(Outgoing(message_token="m1", ticket_token="t1", ticket_number=1, to=(rina,), text="Halo"), _ACCOUNT)
    reply = _arrival(f"From: rina@pelanggan.example\nIn-Reply-To: <{sent.external_id}>\n\nSudah sampai.")
    assert CHANNEL.read(reply, _ACCOUNT).messages[0].thread.tokens == ("t1",)


def test_a_stranger_who_knows_the_ticket_number_does_not() -> None:
    thread = CHANNEL.read(_arrival("From: orang@lain.example\nSubject: Re: [#1]\n\nHalo"), _ACCOUNT).messages[0].thread
    assert thread.tokens == ()
    assert thread.external_ids == ()
