"""What the web form promises beside the contract."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from percaya.channels.contract import AccountFacts, MessageIn, RawArrival
from percaya.channels.webform.channel import CHANNEL

_ACCOUNT = AccountFacts(public_id="acc_1", workspace="tokosenja", name="Formulir", address="")


def _read(**data: object) -> MessageIn:
    given = {"submission": "s1", "sender": {"email": "rina@pelanggan.example"}, "message": "Halo"} | data
    arrival = RawArrival(raw=json.dumps(given).encode(), door="form", received_at=datetime(2026, 11, 3, tzinfo=UTC))
    return CHANNEL.read(arrival, _ACCOUNT).messages[0]


def test_a_sender_who_types_an_address_has_proven_nothing() -> None:
    assert not _read(sender={"email": "bos@tokosenja.example", "verified": True}).sender.verified


def test_a_browser_that_sends_twice_says_the_same_thing_once() -> None:
    assert _read().content_digest == _read().content_digest
    assert _read().content_digest != _read(submission="s2").content_digest
    assert _read().content_digest != _read(message="Lain").content_digest


def test_answers_are_read_in_the_words_of_the_form() -> None:
    fields = [{"key": "agree", "label": "Setuju", "value": True}]
    assert _read(form={"language": "id"}, fields=fields).text == "Halo\n\nSetuju: Ya"
    assert _read(form={"language": "en"}, fields=fields).text == "Halo\n\nSetuju: Yes"


def test_too_many_files_are_cut_with_a_warning() -> None:
    message = _read(files=[{"name": f"{n}.txt", "content": "YQ=="} for n in range(30)])
    assert len(message.attachments) == 20
    assert message.warnings == ("attachments-cut",)


def test_a_form_leaves_its_replies_to_email() -> None:
    assert CHANNEL.capabilities.replies_through == "email"
    with pytest.raises(ValueError, match="email channel"):
        CHANNEL.compose(None, replace(_ACCOUNT, name="x"))  # type: ignore[arg-type]
