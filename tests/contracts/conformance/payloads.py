"""Captured payloads through the real reader."""

import json
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from percaya.channels.contract import AccountFacts, Channel, RawArrival, Reading, Unreadable
from tests.contracts.account import ACCOUNT, RECEIVED_AT
from tests.contracts.readings import differences


@dataclass(frozen=True)
class Payload:
    """A captured arrival and its ``.expected.json``."""

    name: str
    raw: bytes
    expected: dict[str, Any]

    def arrival(self, door: str = "") -> RawArrival:
        """The arrival as the sample says it came, or through another door."""
        given = dict(self.expected.get("arrival", {}))
        given["rcpt_to"] = tuple(given.get("rcpt_to", ()))
        given["door"] = door or given.get("door", "imap")
        return RawArrival(raw=self.raw, received_at=RECEIVED_AT, **given)

    @property
    def account(self) -> AccountFacts:
        """The sample's account: the one of all samples, but for what the sample says of its own (``"account"``)."""
        return replace(ACCOUNT, **self.expected.get("account", {}))


def payloads_of(folder: Path) -> list[Payload]:
    """Every payload of a channel's folder: ``name.ext`` beside ``name.expected.json``."""
    found: list[Payload] = []
    for expected in sorted((folder / "payloads").glob("*.expected.json")):
        name = expected.name.removesuffix(".expected.json")
        raws = [file for file in expected.parent.glob(f"{name}.*") if file != expected]
        assert len(raws) == 1, f"{expected} needs exactly one payload beside it, not {raws}"
        found.append(Payload(name, raws[0].read_bytes(), json.loads(expected.read_text())))
    return found


def outcome(channel: Channel, arrival: RawArrival, account: AccountFacts = ACCOUNT) -> Reading | str:
    """The reading, or the reason why it is unreadable. Any other exception goes through: it is a defect."""
    try:
        return channel.read(arrival, account)
    except Unreadable as unreadable:
        assert unreadable.detail, "a person must be told why"
        return unreadable.reason


def reads_every_payload_as_promised(channel: Channel, folder: Path) -> None:
    wrong: list[str] = []
    for payload in payloads_of(folder):
        result = outcome(channel, payload.arrival(), payload.account)
        if isinstance(result, str):
            wrong += [f"{payload.name}: {result}"] if result != payload.expected.get("unreadable") else []
        else:
            wrong += [f"{payload.name}: {line}"[:500] for line in differences(result, payload.expected["reading"])]
    assert not wrong, "\n".join(wrong)


def reads_the_same_twice(channel: Channel, folder: Path) -> None:
    for payload in payloads_of(folder):
        first, again = (outcome(channel, payload.arrival(), payload.account) for _ in range(2))
        assert first == again, payload.name


def gives_one_digest_whatever_the_door(channel: Channel, folder: Path) -> None:
    """The same words by two ways must be seen to be the same."""
    for payload in payloads_of(folder):
        results = [outcome(channel, payload.arrival(door), payload.account) for door in ("imap", "smtp", "http")]
        digests = {
            tuple(message.content_digest for message in result.messages) for result in results if isinstance(result, Reading)
        }
        assert len(digests) <= 1, payload.name
        assert all(len(digest) == 64 for group in digests for digest in group), payload.name


def gives_text_that_can_be_stored(channel: Channel, folder: Path) -> None:
    """Databases refuse NUL and lone surrogates; names and subjects are one line."""
    for payload in payloads_of(folder):
        assert_storable(outcome(channel, payload.arrival(), payload.account), payload.name)


def assert_storable(value: object, where: str) -> None:
    """Every string in a reading is valid UTF-8 without NUL."""
    if isinstance(value, str):
        assert "\x00" not in value, where
        value.encode("utf-8")
    elif isinstance(value, dict):
        assert_storable(list(value.items()), where)
    elif isinstance(value, list | tuple):
        for item in value:
            assert_storable(item, where)
    elif is_dataclass(value):
        for field in fields(value):
            assert_storable(getattr(value, field.name), f"{where}.{field.name}")
