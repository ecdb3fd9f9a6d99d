"""What cannot be read stays visible, whole, and can be read again, taken by hand or let go."""

import pytest
from django.core.exceptions import ValidationError

from percaya.channels.contract import Unreadable
from percaya.channels.email.channel import EmailChannel
from percaya.core.journal import blobs
from percaya.core.journal.actor import Actor
from percaya.stages.intake.actions import drop, replay, take_by_hand
from percaya.stages.intake.models import Arrival
from percaya.stages.intake.queries import quarantine_size, quarantined
from tests import builders
from tests.cast import Cast
from tests.stages.mails import arrive


@pytest.fixture
def unread(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Arrival:
    """A mail that a broken reader could not read; the reader is well again afterwards."""

    def fail(self: EmailChannel, arrival: object, account: object) -> None:
        raise Unreadable("timeout", "Reading this mail took more than 15 seconds and was stopped.")

    with monkeypatch.context() as broken:
        broken.setattr(EmailChannel, "read", fail)
        return arrive(cast.senja.email, builders.raw_mail())


def test_it_is_seen_with_its_reason_and_its_source(cast: Cast, unread: Arrival) -> None:
    assert list(quarantined(cast.sari)) == [unread]
    assert quarantine_size(cast.workspace.pk) == 1
    assert unread.reason == "timeout" and "15 seconds" in unread.detail
    assert blobs.store().read(unread.sha256) == builders.raw_mail()
    assert list(quarantined(cast.tono)) == []  # not next door


def test_read_again_it_becomes_the_ticket_it_should_have_been(cast: Cast, unread: Arrival) -> None:
    done = replay(arrival=unread, by=Actor.member(cast.sari.pk))
    done.refresh_from_db()
    assert done.state == "processed"
    assert done.ticket is not None and done.ticket.contact == cast.rina
    with pytest.raises(ValidationError):
        replay(arrival=done, by=Actor.member(cast.sari.pk))


def test_taken_by_hand_it_keeps_its_source(cast: Cast, unread: Arrival) -> None:
    ticket = take_by_hand(
        arrival=unread,
        sender="rina@contoh.example",
        name="Rina",
        subject="Paket",
        text="Paketnya belum sampai.",
        by=Actor.member(cast.sari.pk),
    )
    unread.refresh_from_db()
    assert unread.state == "processed" and unread.ticket == ticket
    assert ticket.contact == cast.rina
    assert unread.message is not None and unread.message.raw_sha == unread.sha256


def test_let_go_it_leaves_the_list_but_not_the_house(cast: Cast, unread: Arrival) -> None:
    drop(arrival=unread, by=Actor.member(cast.sari.pk))
    assert list(quarantined(cast.sari)) == []
    assert blobs.store().exists(unread.sha256)


def test_a_defect_of_the_reader_is_no_loss(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: EmailChannel, arrival: object, account: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(EmailChannel, "read", fail)
    kept = arrive(cast.senja.email, builders.raw_mail())
    assert kept.state == "quarantined" and kept.reason == "defect"


@pytest.mark.parametrize("raw", [b"", b"\x00\x00\x00", b"\r\n\r\n", b"no mail at all"])
def test_what_is_no_mail_ends_in_the_quarantine(cast: Cast, raw: bytes) -> None:
    assert arrive(cast.senja.email, raw).state == "quarantined"
