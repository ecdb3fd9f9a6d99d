"""Whatever arrives, the answer is a reading or ``Unreadable``, in bounded time."""

import random
import time
from pathlib import Path

from percaya.channels.contract import AccountFacts, Channel, RawArrival, Reading
from tests.contracts.account import ACCOUNT, RECEIVED_AT
from tests.contracts.conformance.payloads import assert_storable, outcome, payloads_of

LIMIT_SECONDS = 60.0  # the reader's own limit of 15 and the start of its child, on a busy machine

_GARBAGE = (
    b"",
    b"\x00",
    b"\x00" * 100_000,
    b"\n" * 100_000,
    b"\r" * 100_000,
    b"\xff\xfe" * 1000,
    b"\xed\xa0\x80\xed\xb0\x80 lone surrogates",
    b'{"text": "\\ud800"}',
    b'{"sender": {"email": "\\udfff@x.example"}, "text": "\\u0000"}',
    b"From: \xed\xa0\x80@x.example\nSubject: =?utf-8?b?7aCA?=\n\n\xed\xa0\x80\x00",
    b"null",
    b'"text"',
    b"{}",
    b'{"sender": [], "files": {}, "fields": 5, "form": "x"}',
    b'{"sender": {"email": 5}, "text": ["a"], "files": [null, {"content": 5}]}',
    b":" * 10_000,
    b"a" * 100_000,
    b"=?utf-8?q?" * 10_000,
)


def read_in_time(channel: Channel, raw: bytes, where: str, account: AccountFacts = ACCOUNT) -> Reading | str:
    """Read, measured. A "lenient-parse" warning would mean that the careful reader has a defect."""
    started = time.monotonic()
    result = outcome(channel, RawArrival(raw=raw, door="smtp", received_at=RECEIVED_AT, mail_from="a@b.example"), account)
    took = time.monotonic() - started
    assert took < LIMIT_SECONDS, f"{where} took {took:.1f} s"
    if isinstance(result, Reading):
        assert not any("lenient-parse" in message.warnings for message in result.messages), where
        assert_storable(result, where)
    return result


def survives_garbage(channel: Channel, folder: Path) -> None:
    for raw in (*_GARBAGE, random.Random(5).randbytes(200_000)):
        read_in_time(channel, raw, repr(raw[:40]))


def survives_cut_payloads(channel: Channel, folder: Path) -> None:
    """A connection that breaks off, at many places; and single bytes gone wrong."""
    chance = random.Random(7)
    for payload in payloads_of(folder)[:40]:
        if len(payload.raw) > 20_000:
            continue
        for _ in range(4):
            at = chance.randrange(len(payload.raw) + 1)
            read_in_time(channel, payload.raw[:at], f"{payload.name} cut at {at}", payload.account)
            flipped = bytearray(payload.raw or b"x")
            flipped[at % len(flipped)] = chance.randrange(256)
            read_in_time(channel, bytes(flipped), f"{payload.name} wrong at {at}", payload.account)


def survives_depth(channel: Channel, folder: Path) -> None:
    for raw in (b"[" * 200_000, b'{"a":' * 100_000, b"(" * 200_000, b"<div>" * 100_000, b"\n>" * 100_000):
        read_in_time(channel, raw, repr(raw[:20]))
        read_in_time(channel, b"From: a@b.example\nTo: " + raw + b"\nContent-Type: text/html\n\n" + raw, repr(raw[:20]))


def survives_size(channel: Channel, folder: Path) -> None:
    """Three megabytes of noise, and every small payload blown up to that size."""
    read_in_time(channel, random.Random(3).randbytes(3_000_000), "noise")
    payload = payloads_of(folder)[0]
    read_in_time(channel, payload.raw + b"lagi " * 600_000, payload.name)
