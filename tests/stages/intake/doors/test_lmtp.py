"""LMTP: every recipient gets an answer of its own (RFC 2033)."""

import errno
import smtplib

import pytest

from percaya.core.journal import blobs
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.actions import accepting
from percaya.stages.intake.doors import keeping
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast
from tests.stages.intake.doors.conftest import Line

RAW = builders.raw_mail()


def test_an_mta_hands_over_by_lmtp(cast: Cast, lmtp: int) -> None:
    with smtplib.LMTP("127.0.0.1", lmtp) as client:
        client.sendmail("rina@contoh.example", ["halo@senja.example"], RAW)
    arrival = Arrival.objects.get()
    assert arrival.door == "lmtp"
    assert blobs.store().read(arrival.sha256) == RAW


def test_each_recipient_is_answered_for(cast: Cast, lmtp: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk fills up between the two."""

    def keep(*, account: ChannelAccount, **more: object) -> Arrival:
        if account == cast.warung.email:
            raise OSError(errno.ENOSPC, "No space left on device")
        return accepting.accept(account=account, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(keeping, "accept", keep)
    line = Line(lmtp)
    line.answer()
    line.envelope("halo@senja.example", "halo@warung.example", "halo+x@senja.example", hello=b"LHLO mta")
    line.send(RAW + b".\r\n")
    assert [line.answer()[:3] for _recipient in range(3)] == ["250", "452", "250"]
    line.close()
    assert Arrival.objects.count() == 1
