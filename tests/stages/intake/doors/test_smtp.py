"""The built-in SMTP listener: 250 means durable, it relays nothing, and no client can upset it."""

import errno
import smtplib
import socket
import threading

import pytest
from django.db import OperationalError
from django.test import override_settings

from percaya.core.journal import blobs
from percaya.stages.intake.doors import keeping, listening
from percaya.stages.intake.doors.smtp import smtp_session
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast
from tests.stages.intake.doors.conftest import Line, opened

RAW = builders.raw_mail()


def stored() -> list[bytes]:
    return [blobs.store().read(sha) for sha in Arrival.objects.order_by("pk").values_list("sha256", flat=True)]


def test_a_mail_is_kept_with_its_envelope(cast: Cast, smtp: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp) as client:
        client.sendmail("rina@contoh.example", ["halo@senja.example"], RAW)
    arrival = Arrival.objects.get()
    assert (arrival.door, arrival.mail_from, arrival.rcpt_to) == ("smtp", "rina@contoh.example", ["halo@senja.example"])
    assert arrival.account == cast.senja.email and arrival.remote == "127.0.0.1"
    assert stored() == [RAW]


def test_it_relays_nothing(cast: Cast, smtp: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp) as client:
        client.ehlo()
        client.mail("halo@senja.example")
        for stranger in ("joko@lain.example", "halo@senja.example@lain.example", "halo%lain.example@contoh.example", "halo"):
            assert client.rcpt(stranger)[0] in (550, 553, 501)
        assert client.docmd("DATA")[0] == 503
    assert not Arrival.objects.exists()


def test_plus_addresses_and_capitals_are_ours_too(cast: Cast, smtp: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp) as client:
        client.sendmail("rina@contoh.example", ["Halo+t.abc.def@SENJA.example"], RAW)
    assert Arrival.objects.get().rcpt_to == ["Halo+t.abc.def@SENJA.example"]


def test_a_mail_to_two_mailboxes_is_kept_for_each(cast: Cast, smtp: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp) as client:
        refused = client.sendmail(
            "rina@contoh.example", ["halo@senja.example", "halo+x@senja.example", "halo@warung.example", "x@lain.example"], RAW
        )
    assert list(refused) == ["x@lain.example"]
    kept = {arrival.account_id: arrival.rcpt_to for arrival in Arrival.objects.all()}
    assert kept == {
        cast.senja.email.pk: ["halo@senja.example", "halo+x@senja.example"],
        cast.warung.email.pk: ["halo@warung.example"],
    }


def test_a_paused_mailbox_takes_nothing(cast: Cast, smtp: int) -> None:
    cast.senja.email.is_active = False
    cast.senja.email.save()
    with smtplib.SMTP("127.0.0.1", smtp) as client, pytest.raises(smtplib.SMTPRecipientsRefused):
        client.sendmail("rina@contoh.example", ["halo@senja.example"], RAW)


def test_the_null_sender_and_international_addresses(cast: Cast, smtp: int) -> None:
    with smtplib.SMTP("127.0.0.1", smtp) as client:
        client.sendmail("", ["halo@senja.example"], RAW)
        client.ehlo()
        client.sendmail("réné@contoh.example", ["halo@senja.example"], RAW, mail_options=["SMTPUTF8", "BODY=8BITMIME"])
    assert list(Arrival.objects.order_by("pk").values_list("mail_from", flat=True)) == ["", "réné@contoh.example"]


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"Subject: titik\r\n\r\n..satu\r\n...\r\n.dua", None),  # dots stuffed by the client, unstuffed here
        (b"Subject: nul\r\n\r\na\x00b\xff\xfe", None),
        (b"Subject: lf\r\n\r\nsatu\ndua\n.\ntiga", None),  # a bare LF ends nothing (SMTP smuggling)
        (b"Subject: cr\r\n\r\nsatu\rdua\r.\rtiga", None),
        (b"Subject: panjang\r\n\r\n" + b"x" * 200_000, None),
        (b"", None),
    ],
)
def test_the_bytes_are_kept_as_they_were_meant(line: Line, body: bytes, kept: bytes | None) -> None:
    line.envelope("halo@senja.example")
    line.send(body.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n")
    assert line.answer().startswith("250")
    assert stored() == [body + b"\r\n"]


def test_a_mail_larger_than_the_limit_is_refused_for_good(cast: Cast) -> None:
    with override_settings(PERCAYA_MAX_MAIL=20_000), opened(smtp_session) as port:
        line = Line(port)
        line.answer()
        assert "SIZE 20000" in _greeting(line)
        assert line.say(b"MAIL FROM:<rina@contoh.example> SIZE=20001").startswith("552")
        assert line.say(b"MAIL FROM:<rina@contoh.example>").startswith("250")
        assert line.say(b"RCPT TO:<halo@senja.example>").startswith("250")
        assert line.say(b"DATA").startswith("354")
        line.send(b"x" * 900 + b"\r\n")
        line.send((b"y" * 900 + b"\r\n") * 30 + b".\r\n")
        assert line.answer().startswith("552")
        assert line.say(b"NOOP").startswith("250")  # and the talk goes on
        line.close()
    assert not Arrival.objects.exists()


def _greeting(line: Line) -> str:
    line.send(b"EHLO mx\r\n")
    said = [line.file.readline().decode()]
    while said[-1][3] == "-":
        said.append(line.file.readline().decode())
    return "".join(said)


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "452"),
        (OSError(errno.EROFS, "Read-only file system"), "451"),
        (OperationalError("attempt to write a readonly database"), "451"),
        (MemoryError(), "451"),
    ],
)
def test_a_failure_of_ours_is_never_a_yes_and_never_a_final_no(
    line: Line, monkeypatch: pytest.MonkeyPatch, failure: Exception, code: str
) -> None:
    def fail(content: bytes) -> str:
        raise failure

    with monkeypatch.context() as broken:
        broken.setattr(blobs.store(), "put", fail)
        line.envelope("halo@senja.example")
        line.send(RAW + b".\r\n")
        assert line.answer().startswith(code)
    assert not Arrival.objects.exists()
    assert line.say(b"MAIL FROM:<rina@contoh.example>").startswith("250")
    assert line.say(b"RCPT TO:<halo@senja.example>").startswith("250")
    assert line.say(b"DATA").startswith("354")
    line.send(RAW + b".\r\n")
    assert line.answer().startswith("250")  # it recovers by itself
    assert stored() == [RAW]


def test_a_database_that_is_away_makes_recipients_wait(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(channel: str, address: str) -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(keeping, "account_at", away)
    line.answer()
    line.say(b"EHLO mx")
    line.say(b"MAIL FROM:<rina@contoh.example>")
    assert line.say(b"RCPT TO:<halo@senja.example>").startswith("451")
    assert line.say(b"RCPT TO:<joko@lain.example>").startswith("451")  # we cannot know, so it is not refused


def test_commands_sent_in_one_go_are_answered_in_order(line: Line) -> None:
    line.answer()
    line.send(
        b"EHLO mx\r\nMAIL FROM:<rina@contoh.example>\r\nRCPT TO:<halo@senja.example>\r\n"
        b"RCPT TO:<joko@lain.example>\r\nDATA\r\n" + RAW + b".\r\nQUIT\r\n"
    )
    answers = [line.answer()[:3] for _command in range(7)]
    assert answers == ["250", "250", "250", "550", "354", "250", "221"]
    assert stored() == [RAW]


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",  # a TLS hello on the wrong port
        b"GET / HTTP/1.1",
        b"MAIL FROM:<" + b"a" * 3000 + b"@contoh.example>",
        b"RCPT TO:((((((((((<halo@senja.example>",
        b"MAIL FROM:<\xff\xfe@contoh.example>",
        b"\x00" * 100,
        b"DATA",
        b"EXPN staf",
        b"AUTH PLAIN AGEAYg==",
    ],
)
def test_garbage_is_answered_and_harms_nobody(line: Line, garbage: bytes) -> None:
    line.answer()
    line.say(b"EHLO mx")
    assert line.say(garbage)[:1] in "245"
    assert line.say(b"RSET").startswith("250")
    assert line.say(b"MAIL FROM:<rina@contoh.example>").startswith("250")
    assert line.say(b"RCPT TO:<halo@senja.example>").startswith("250")
    assert line.say(b"DATA").startswith("354")
    line.send(RAW + b".\r\n")
    assert line.answer().startswith("250")


def test_a_connection_cut_in_the_middle_of_a_mail_leaves_nothing(smtp: int, line: Line) -> None:
    line.envelope("halo@senja.example")
    line.send(RAW[:100])
    line.sock.shutdown(socket.SHUT_WR)
    line.close()
    assert not Arrival.objects.exists()


def test_a_mail_going_round_is_stopped(line: Line) -> None:
    line.envelope("halo@senja.example")
    line.send(b"Received: from a by b\r\n" * 61 + RAW + b".\r\n")
    assert line.answer().startswith("554")


def test_a_connection_too_many_is_asked_to_come_back(smtp: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "MOST", 2)
    first, second = Line(smtp), Line(smtp)
    assert first.answer().startswith("220") and second.answer().startswith("220")
    third = Line(smtp)
    assert third.answer().startswith("421")
    assert first.say(b"QUIT").startswith("221")
    first.close()
    fourth = Line(smtp)
    assert fourth.answer()[:3] in ("220", "421")
    for one in (second, third, fourth):
        one.close()


def test_what_is_being_kept_when_it_closes_is_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()
    put = blobs.store().put

    def slow(content: bytes) -> str:
        begun.set()
        go_on.wait(5)
        return put(content)

    monkeypatch.setattr(blobs.store(), "put", slow)
    answers: list[str] = []
    with opened(smtp_session) as port:
        line = Line(port)
        line.envelope("halo@senja.example")
        line.send(RAW + b".\r\n")
        assert begun.wait(5)
        reader = threading.Thread(target=lambda: answers.append(line.answer()))
        reader.start()
        threading.Timer(0.3, go_on.set).start()
    reader.join(60)
    line.close()
    assert answers and answers[0].startswith("250")
    assert stored() == [RAW]
