"""A server named in settings leads to a mail server, never to a cloud's inner addresses, however it is written."""

import socket
from typing import Any

import pytest

from percaya.channels.contract import AccountFacts, Parcel
from percaya.core.workspace import hosts
from percaya.stages.delivery.carriers import carry
from percaya.stages.intake.doors.mailbox import open_folder

OFF_LIMITS = (
    "169.254.169.254", "2852039166", "0xa9.0xfe.0xa9.0xfe", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
    "fe80::1", "0.0.0.0", "0", "::", "224.0.0.1", "ff02::1", "255.255.255.255", "100.100.100.200", "fd00:ec2::254",
)  # fmt: skip


def account(host: str) -> AccountFacts:
    settings = {
        "smtp_host": host,
        "smtp_security": "none",
        "imap_host": host,
        "imap_security": "none",
        "smtp_port": 9,
        "imap_port": 9,
    }
    return AccountFacts(public_id="", workspace="", name="", address="halo@senja.example", settings=settings)


@pytest.mark.parametrize("host", OFF_LIMITS)
def test_neither_door_goes_there(host: str) -> None:
    parcel = Parcel(carrier="mail", external_id="", body=b"", mail_from="", recipients=("a@x.example",))
    handed: list[bool] = []
    answer = carry(parcel, account(host), lambda: handed.append(True))
    assert answer.code == 550 and not answer.sent_anything and not handed
    with pytest.raises(hosts.Forbidden):
        open_folder(account(host))


def test_one_bad_address_among_good_ones_spoils_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, ["127.0.0.1", "169.254.169.254"])
    with pytest.raises(hosts.Forbidden):
        hosts.connect("mail.example", 25)


def test_the_name_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that answers with a public address first and an inner one after (DNS rebinding) gains nothing."""
    listening = socket.create_server(("127.0.0.1", 0))
    asked = answer(monkeypatch, ["127.0.0.1"], then=["169.254.169.254"])
    with listening, hosts.connect("mail.example", listening.getsockname()[1], 5) as sock:
        assert sock.getpeername()[0] == "127.0.0.1"
    assert asked == ["mail.example"]


def answer(monkeypatch: pytest.MonkeyPatch, first: list[str], then: list[str] | None = None) -> list[str]:
    """Let names lead to these addresses; the list fills with the names that were asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def lookup(host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        if host[0].isdigit():
            return real(host, port, *args, **kwargs)
        asked.append(host)
        places = first if len(asked) == 1 or then is None else then
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port)) for place in places]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked
