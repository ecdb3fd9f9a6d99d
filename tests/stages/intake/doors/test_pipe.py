"""``percaya mail-in``: the exit code is the truth that the MTA acts upon."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import override_settings

from percaya.core.journal import blobs
from percaya.stages.intake.doors import keeping
from percaya.stages.intake.doors.pipe import COME_BACK, KEPT, NEVER, NO_INPUT, NO_SUCH_USER, take_from_pipe
from percaya.stages.intake.models import Arrival
from tests import builders
from tests.cast import Cast

RAW = builders.raw_mail()


def test_zero_means_durable(cast: Cast) -> None:
    assert take_from_pipe(raw=RAW, to="halo+x@senja.example", mail_from="rina@contoh.example") == KEPT
    arrival = Arrival.objects.get()
    assert (arrival.door, arrival.mail_from, arrival.rcpt_to) == ("pipe", "rina@contoh.example", ["halo+x@senja.example"])


def test_what_never_works_is_bounced(cast: Cast) -> None:
    assert take_from_pipe(raw=RAW, to="joko@lain.example") == NO_SUCH_USER
    assert take_from_pipe(raw=b"\n", to="halo@senja.example") == NO_INPUT
    with override_settings(PERCAYA_MAX_MAIL=10):
        assert take_from_pipe(raw=RAW, to="halo@senja.example") == NEVER


def test_what_passes_is_kept_by_the_mta(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(blobs.store(), "put", fail)
        assert take_from_pipe(raw=RAW, to="halo@senja.example") == COME_BACK
    with monkeypatch.context() as broken:
        broken.setattr(keeping, "account_at", fail)
        assert take_from_pipe(raw=RAW, to="halo@senja.example") == COME_BACK
    assert take_from_pipe(raw=RAW, to="halo@senja.example") == KEPT


@pytest.mark.slow
def test_the_command_itself(tmp_path: Path) -> None:
    """In a process of its own, with no server running: kept, unknown, and a home that cannot be written."""
    home = tmp_path / "home"
    init = ["init", "--workspace", "Toko Senja", "--admin", "ratna@senja.example", "--password-stdin"]
    assert percaya(home, *init, raw=b"kain lurik dari Klaten").returncode == 0
    connect = (
        "from percaya.core.workspace.actions.accounts import connect_account as c;"
        "from percaya.core.workspace.models import Workspace;from percaya.core.journal.actor import Actor;"
        "c(workspace=Workspace.objects.get(), channel='email', name='Toko', address='halo@senja.example', by=Actor.system())"
    )
    shell(home, connect)
    assert percaya(home, "mail-in", "--to", "halo@senja.example", raw=RAW).returncode == 0
    unknown = percaya(home, "mail-in", "--to", "joko@lain.example", raw=RAW)
    assert (unknown.returncode, unknown.stdout) == (67, b"") and unknown.stderr.count(b"\n") == 1
    (home / "percaya.sqlite3").rename(home / "away")
    (home / "percaya.sqlite3").mkdir()
    assert percaya(home, "mail-in", "--to", "halo@senja.example", raw=RAW).returncode == 75


def percaya(home: Path, *words: str, raw: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "percaya", *words]
    return subprocess.run(command, input=raw, capture_output=True, env=environment(home), check=False, timeout=120)


def shell(home: Path, code: str) -> None:
    start = "import django; django.setup(); from percaya.core.journal.reactions import flow; flow();"
    subprocess.run([sys.executable, "-c", start + code], env=environment(home), check=True, timeout=120)


def environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PERCAYA_", "DJANGO_"))}
    return {**kept, "PERCAYA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "percaya.settings.embedded"}
