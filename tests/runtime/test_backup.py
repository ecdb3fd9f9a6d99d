"""A backup taken under load is one consistent moment; a restore checks every byte and replaces nothing unasked."""

import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.services.house import ROOT, House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

# Writes as intake does: the blob first, then one transaction with the row that names it and its event.
WRITER = """
import django, itertools, sys
django.setup()
from django.db import transaction
from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.blobs import store
from percaya.core.workspace.events import WorkspaceChanged
from percaya.core.workspace.models import Workspace
workspace = Workspace.objects.get()
for number in itertools.count():
    sha = store().put(f"{sys.argv[1]} mail {number}".encode() * 200)
    with transaction.atomic():
        record(WorkspaceChanged(workspace_id=workspace.pk, what=(sha,)), by=Actor.system())
"""
READER = """
import django, json
django.setup()
from percaya.core.journal import queries
from percaya.core.journal.blobs import store
from percaya.core.journal.models import EventRow
assert not list(queries.verify())
rows = EventRow.objects.filter(kind="workspace.changed").values_list("data", flat=True)
names = [sha for data in rows for sha in json.loads(data)["what"]]
assert all(store().exists(sha) for sha in names), "a row names a blob that is not there"
print(len(names))
"""


def python(made: House, code: str, *arguments: str) -> "subprocess.Popen[str]":
    environment = {**made.environment, "DJANGO_SETTINGS_MODULE": "percaya.settings.embedded"}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def count(made: House) -> int:
    reader = python(made, READER)
    said, _ = reader.communicate(timeout=120)
    assert reader.returncode == 0
    return int(said)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = House(tmp_path_factory.mktemp("backup") / "home")
    made.home.mkdir()
    done = made.run(
        "init", "--workspace", "Senja", "--admin", "r@senja.example", "--password-stdin", stdin="sebelas-ikan-terbang"
    )
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="module")
def archive(made: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup taken while two processes write."""
    file = tmp_path_factory.mktemp("archive") / "percaya.tar"
    writers = [python(made, WRITER, name) for name in ("a", "b")]
    try:
        end = time.monotonic() + 120
        while len(list((made.home / "blobs").glob("??/*"))) < 50:
            assert time.monotonic() < end
            time.sleep(0.05)
        done = made.run("backup", str(file))
        assert all(writer.poll() is None for writer in writers), "the writers did not get through the backup"
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert done.returncode == 0, done.stderr
    return file


def test_a_backup_under_load_is_consistent_and_its_journal_verifies(archive: Path, tmp_path: Path) -> None:
    other = House(tmp_path / "home")
    done = other.run("restore", str(archive))
    assert done.returncode == 0, done.stderr + done.stdout
    assert count(other) >= 20
    assert (other.home / "secret.key").read_text()
    assert oct((other.home / "secret.key").stat().st_mode)[-3:] == "600"
    assert oct(archive.stat().st_mode)[-3:] == "600"


def test_a_backup_never_overwrites(made: House, archive: Path) -> None:
    done = made.run("backup", str(archive))
    assert done.returncode == 1
    assert "exists already" in done.stderr


def test_a_restore_replaces_a_full_folder_only_when_forced(made: House, archive: Path) -> None:
    blobs = len(list((made.home / "blobs").glob("??/*")))
    writer = python(made, WRITER, "later")
    try:
        end = time.monotonic() + 120
        while len(list((made.home / "blobs").glob("??/*"))) < blobs + 3:  # the row of the one before the last is written
            assert time.monotonic() < end
            time.sleep(0.05)
    finally:
        writer.kill()
        writer.wait()
    before = count(made)
    done = made.run("restore", str(archive))
    assert done.returncode == 1
    assert "--force" in done.stderr
    assert count(made) == before
    assert made.run("restore", str(archive), "--force").returncode == 0
    assert count(made) < before


def test_a_damaged_backup_is_refused_before_anything_changes(archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    with tarfile.open(archive) as tar:
        blob = next(member for member in tar if member.name.startswith("blobs/"))
    content[blob.offset_data] ^= 1
    (tmp_path / "bent.tar").write_bytes(content)
    (tmp_path / "cut.tar").write_bytes(content[: len(content) // 2])
    (tmp_path / "no.tar").write_bytes(b"hello")
    for name in ("bent.tar", "cut.tar", "no.tar", "missing.tar"):
        other = House(tmp_path / "home")
        done = other.run("restore", str(tmp_path / name))
        assert done.returncode == 1
        assert "Nothing was changed" in done.stderr
        assert not (other.home / "percaya.sqlite3").exists()
