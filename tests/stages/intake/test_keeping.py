"""Nothing accepted is lost; nothing is accepted that could not be kept."""

import errno
import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.test import override_settings
from django.utils import timezone

from percaya.core.journal import blobs
from percaya.core.journal.actor import Actor
from percaya.core.journal.jobs import engine
from percaya.core.journal.queries import verify
from percaya.stages.intake.actions import accept, at_once, process, take_in
from percaya.stages.intake.actions.accepting import SPARE, TooLarge, job_key
from percaya.stages.intake.doors.keeping import Mail, keep
from percaya.stages.intake.models import Arrival
from percaya.stages.intake.queries import raw_of_message
from tests import builders
from tests.cast import Cast
from tests.stages.mails import arrive, run_jobs

SYSTEM = Actor.system()


def test_the_raw_bytes_are_kept_as_they_came(cast: Cast) -> None:
    raw = builders.raw_mail().replace(b"ya.", b"ya.\x00\xff\r\r\n\nend")
    kept = arrive(cast.senja.email, raw)
    assert kept.state == "processed"
    assert kept.sha256 == hashlib.sha256(raw).hexdigest()
    assert blobs.store().read(kept.sha256) == raw
    assert kept.message is not None
    found = raw_of_message(kept.message.pk)
    assert found is not None and found.sha256 == kept.sha256


def test_what_is_accepted_is_read_by_a_job(cast: Cast) -> None:
    kept = accept(account=cast.senja.email, raw=builders.raw_mail(), door="smtp", mail_from="rina@contoh.example")
    assert kept.state == "accepted"
    run_jobs()
    kept.refresh_from_db()
    assert kept.state == "processed"
    assert kept.ticket is not None and kept.ticket.contact == cast.rina
    assert list(verify(cast.workspace.pk)) == []


def test_what_its_door_reads_at_once_leaves_no_job(cast: Cast) -> None:
    kept = take_in(account=cast.senja.email, raw=builders.raw_mail(), door="form", mail_from="rina@contoh.example", by=SYSTEM)
    assert kept.state == "processed" and kept.ticket is not None
    assert not engine().cancel(job_key(kept.pk))


def test_what_its_door_cannot_read_is_read_by_its_job_in_a_moment(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(at_once, "process", _locked)
        kept = take_in(account=cast.senja.email, raw=builders.raw_mail(), door="form", mail_from="rina@contoh.example", by=SYSTEM)
    assert kept.state == "accepted" and kept.ticket is None
    run_jobs()
    kept.refresh_from_db()
    assert kept.state == "accepted", "it is left to the door at first"
    with time_machine.travel(timezone.now() + timedelta(seconds=SPARE + 1)):
        run_jobs()
    kept.refresh_from_db()
    assert kept.state == "processed" and kept.ticket is not None


def _locked(*, arrival_id: int) -> Arrival:
    raise OperationalError("database is locked")


def test_reading_an_arrival_twice_makes_one_message(cast: Cast) -> None:
    kept = arrive(cast.senja.email, builders.raw_mail())
    process(arrival_id=kept.pk)
    assert kept.ticket is not None
    assert kept.ticket.message_set.filter(direction="inbound").count() == 1


def test_what_is_too_large_is_refused_for_good_and_leaves_nothing(cast: Cast) -> None:
    with override_settings(PERCAYA_MAX_MAIL=100):
        with pytest.raises(TooLarge):
            accept(account=cast.senja.email, raw=builders.raw_mail(), door="smtp")
        assert keep(Mail(raw=b"x" * 101, door="smtp"), cast.senja.email, []).code == 552
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 452),
        (OSError(errno.EROFS, "Read-only file system"), 451),
        (OperationalError("attempt to write a readonly database"), 451),
        (RuntimeError("a defect of ours"), 451),
    ],
)
def test_a_failure_of_ours_is_a_reason_to_come_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, failure: Exception, code: int
) -> None:
    def fail(content: bytes) -> str:
        raise failure

    with monkeypatch.context() as broken:
        broken.setattr(blobs.store(), "put", fail)
        assert keep(Mail(raw=builders.raw_mail(), door="smtp"), cast.senja.email, []).code == code
    assert not Arrival.objects.exists()
    assert keep(Mail(raw=builders.raw_mail(), door="smtp"), cast.senja.email, []).code == 250  # and recovers


def test_a_disk_that_fails_while_reading_brings_the_job_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = accept(account=cast.senja.email, raw=builders.raw_mail(), door="smtp")

    def fail(sha: str) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(blobs.store(), "read", fail)
        with pytest.raises(OSError):
            process(arrival_id=kept.pk)
    kept.refresh_from_db()
    assert kept.state == "accepted"  # no quarantine for what passes
    assert process(arrival_id=kept.pk).state == "processed"
