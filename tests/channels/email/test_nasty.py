"""Mails made to hurt: each is read, or refused with a reason, in a time that cannot hurt."""

import time

import pytest

from percaya.channels.contract import Unreadable
from percaya.channels.email.channel import CHANNEL
from percaya.channels.email.child import read_in_child
from percaya.channels.email.guards import IN_PROCESS_BYTES, IN_PROCESS_WITH_HTML, needs_a_child
from percaya.channels.email.reading import read_mail
from tests.channels.email.mails import arrival, read
from tests.channels.email.samples.making import mail
from tests.contracts.account import ACCOUNT
from tests.services.effort import computing

_NESTED = "".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(2000))
_PARTS = "".join(f"--b\nContent-Type: text/plain; name=f{n}.txt\nContent-Disposition: attachment\n\n{n}\n" for n in range(10_000))


def _left_open(times: int) -> str:
    return "".join(f"<p><code title={n}><table><td></code></td></table></p>" for n in range(times))


NASTY = {
    "formatting left open in table cells": mail(_left_open(270), "Content-Type: text/html"),
    "100,000 open parentheses in To": mail("Halo.\n", f"To: {'(' * 100_000}"),
    "100,000 open quotes in Cc": mail("Halo.\n", 'Cc: ' + '"' * 100_000),
    "100,000 open angles in Cc": mail("Halo.\n", f"Cc: {'<' * 100_000}"),
    "a 24 kB subject of words": mail("Halo.\n", subject="=?utf-8?q?a?= " * 1800),
    "a 24 kB subject without spaces": mail("Halo.\n", subject="=?" * 12_000),
    "a 14 kB Content-Type": mail("Halo.\n", 'Content-Type: text/plain;' + ' a="b;' * 2500),
    "a Content-Type of asterisks": mail("Halo.\n", f"Content-Type: text/plain{''.join(f'; a*{n}*=x' for n in range(2000))}"),
    "5,000 recipients": mail("Halo.\n", "Cc: " + ", ".join(f"n{n}@x.example" for n in range(5000))),
    "50,000 headers": mail("Halo.\n", *[f"X-{n}: y" for n in range(50_000)]),
    "2,000 nested multiparts": mail(_NESTED, "Content-Type: multipart/mixed; boundary=b0"),
    "10,000 parts": mail(_PARTS, "Content-Type: multipart/mixed; boundary=b"),
    "boundaries without end": mail("--b\n" * 100_000, "Content-Type: multipart/mixed; boundary=b"),
    "quotes in each other": mail("\n".join(">" * (n % 500) + " x" for n in range(5000))),
    "lines that may be attributions": mail("Pada 1.1.26 10.00 x@y.example\n" * 20_000),
    "from lines without end": mail("Dari: a\n" * 50_000),
    "one line of a megabyte": mail("a" * 1_000_000),
    "dates without end": mail("Halo.\n", "Date: " + "1 " * 20_000),
    "references without end": mail("Halo.\n", "References: " + "<a@b> " * 10_000),
    "deep HTML": mail("<div>" * 60_000, "Content-Type: text/html"),
    "formatting that piles up": mail("<b><p><i><a href=x>" * 15_000, "Content-Type: text/html"),
    "attributes that never end": mail("<a " + 'href="' * 50_000, "Content-Type: text/html"),
}  # fmt: skip


@pytest.mark.parametrize("raw", NASTY.values(), ids=NASTY.keys())
def test_a_nasty_mail_is_read_in_less_than_a_second_of_our_own_process(raw: bytes) -> None:
    assert computing(lambda: read_mail(arrival(raw), ACCOUNT), enough=1.0) < 1.0
    (message,) = read_mail(arrival(raw), ACCOUNT).messages
    assert message.sender.value == "rina@pelanggan.example"


def test_html_that_multiplies_is_stopped_by_the_clock_or_the_caps() -> None:
    """Formatting left open in table cells is opened again in every paragraph after it: quadratic, whatever one counts."""
    raw = mail(_left_open(1500), "Content-Type: text/html")
    assert needs_a_child(raw)
    started = time.monotonic()
    try:
        (message,) = CHANNEL.read(arrival(raw), ACCOUNT).messages
        assert len(message.html) < 2_000_000
    except Unreadable as refused:
        assert refused.reason in ("timeout", "crashed")
    assert time.monotonic() - started < 60


def test_what_is_cut_is_said() -> None:
    assert "parts-cut" in read(NASTY["10,000 parts"]).warnings
    assert "attachments-cut" in read(NASTY["10,000 parts"]).warnings
    assert "headers-cut" in read(NASTY["50,000 headers"]).warnings
    assert "html-cut" in read(NASTY["deep HTML"]).warnings


def test_the_worst_html_that_we_read_ourselves_is_small() -> None:
    assert not needs_a_child(NASTY["formatting left open in table cells"])
    assert len(NASTY["formatting left open in table cells"]) > IN_PROCESS_WITH_HTML - 2000


def test_large_mail_and_formats_of_unknown_cost_are_read_in_a_child() -> None:
    assert needs_a_child(mail("a" * IN_PROCESS_BYTES))
    assert needs_a_child(mail("BEGIN:VCALENDAR", "Content-Type: text/calendar"))
    assert not needs_a_child(mail("Halo.\n"))


def test_the_child_reads_what_we_would_read() -> None:
    ordinary = arrival(mail("Halo é.\n", "Content-Type: text/plain; charset=utf-8"))
    assert read_in_child(ordinary, ACCOUNT) == CHANNEL.read(ordinary, ACCOUNT)


def test_the_child_says_why_it_cannot_read() -> None:
    with pytest.raises(Unreadable) as refused:
        read_in_child(arrival(b"Subject: x\n\nHalo"), ACCOUNT)
    assert refused.value.reason == "no-sender"
