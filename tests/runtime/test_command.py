"""The ``percaya`` command as a person and a script meet it: a process of its own on a data folder of its own."""

import os
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from percaya.runtime import server
from percaya.runtime.live.tokens import live_token
from tests.services.house import House, house

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PASSWORD = "sebelas-ikan-terbang"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a workspace, made once: migrating takes the most of a first start."""
    made = House(tmp_path_factory.mktemp("template") / "home")
    made.home.mkdir()
    done = made.run("init", "--workspace", "Toko Senja", "--admin", "ratna@senja.example", "--password-stdin", stdin=PASSWORD)
    assert (done.returncode, done.stdout) == (0, "toko-senja\n"), done.stderr
    return made.home


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "home"))


@pytest.fixture
def running(home: Path) -> Iterator[House]:
    with house(home) as made:
        yield made


def sentence(done: object) -> str:
    """What went to stderr: one line, no traceback."""
    said: str = done.stderr  # type: ignore[attr-defined]
    assert said.count("\n") == 1, said
    assert said.startswith("percaya: ")
    return said


def test_help_and_version_wake_nothing(tmp_path: Path) -> None:
    made = House(tmp_path / "never")
    done = made.run("--help")
    assert done.returncode == 0
    assert "75 try again later" in done.stdout
    assert made.run("serve", "--help").returncode == 0
    assert not made.home.exists()


def test_wrong_usage_is_2(tmp_path: Path) -> None:
    assert House(tmp_path / "never").run("fly").returncode == 2


def test_a_fresh_house_prints_its_address_and_a_link_that_opens(tmp_path: Path) -> None:
    with house(tmp_path / "home") as made:
        end = time.monotonic() + 60
        while "once" not in made.said() and time.monotonic() < end:
            time.sleep(0.05)
        said = made.said()
        assert f"Percaya is open at {made.url}" in said
        link = next(word for word in said.split() if "/setup/" in word)
        assert httpx.get(link, follow_redirects=True, timeout=60).status_code == 200


def test_it_stops_when_asked_and_leaves_one_whole_file(running: House) -> None:
    assert running.process is not None
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(20) == 0
    wal = running.home / "percaya.sqlite3-wal"
    assert not wal.exists() or wal.stat().st_size == 0
    assert "rror" not in running.said()


def test_the_second_start_is_quick(home: Path) -> None:
    """Less than 3 s; measured as the processor's time, which a busy machine does not stretch."""
    with house(home) as first:
        first.stop()
        first.start()
        assert first.process is not None
        fields = Path(f"/proc/{first.process.pid}/stat").read_text().rpartition(")")[2].split()
        assert (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") < 3


def test_a_second_serve_on_one_folder_is_refused(running: House) -> None:
    other = House(running.home)
    done = other.run("serve")
    assert done.returncode == 1
    assert "already runs" in sentence(done)


def test_a_taken_port_gets_a_sentence(running: House, template: Path, tmp_path: Path) -> None:
    other = House(Path(shutil.copytree(template, tmp_path / "other")))
    other.port = running.port
    done = other.run("serve")
    assert done.returncode == 1
    assert "PERCAYA_PORT" in sentence(done)


def test_a_folder_that_cannot_be_written_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = House(tmp_path / "file" / "home").run("check")
    assert done.returncode == 1
    assert "cannot be written" in sentence(done)


def test_a_database_of_a_newer_percaya_is_left_alone(home: Path) -> None:
    with sqlite3.connect(home / "percaya.sqlite3") as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('tickets', '9999_later', '2030-01-01')")
        database.execute("PRAGMA user_version = 1")
    done = House(home).run("serve")
    assert done.returncode == 1
    assert "newer Percaya" in sentence(done)


def test_an_older_database_is_copied_before_it_is_updated(home: Path) -> None:
    with sqlite3.connect(home / "percaya.sqlite3") as database:
        database.execute("PRAGMA user_version = 1")
    with house(home):
        assert len(list((home / "backups").glob("before-update-*.sqlite3"))) == 1


@pytest.mark.parametrize("content", ["tables", "garbage"])
def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path, content: str) -> None:
    made = House(tmp_path)
    file = tmp_path / "percaya.sqlite3"
    if content == "garbage":
        file.write_bytes(b"not a database at all" * 100)
    else:
        with sqlite3.connect(file) as database:
            database.execute("CREATE TABLE customers (name)")
    before = file.read_bytes()
    done = made.run("serve")
    assert done.returncode == 1
    assert "Nothing was changed" in sentence(done)
    if content == "garbage":
        assert file.read_bytes() == before


def test_a_weak_password_is_refused_and_nothing_is_made(home: Path) -> None:
    made = House(home)
    done = made.run("init", "--workspace", "Dua", "--admin", "a@b.example", "--password-stdin", stdin="123\n")
    assert done.returncode == 1
    sentence(done)
    assert made.run("init", "--workspace", "Dua", "--admin", "a@b.example", "--password-stdin", stdin=PASSWORD).stdout == "dua\n"


def test_a_token_is_printed_once_and_only_with_scopes_that_exist(home: Path) -> None:
    made = House(home)
    done = made.run("token", "create", "--member", "ratna@senja.example", "--scope", "nonsense")
    assert done.returncode == 1
    assert "scope" in sentence(done).lower() or "cakupan" in done.stderr.lower()
    none = made.run("token", "create", "--member", "nobody@senja.example", "--scope", "tickets:read")
    assert "no member" in sentence(none)


def test_check_and_verify_speak_for_a_whole_house(home: Path) -> None:
    made = House(home)
    assert made.run("check").returncode == 0
    done = made.run("journal", "verify")
    assert (done.returncode, done.stdout) == (0, "Every chain is whole.\n")
    assert made.run("stuck", "list").stdout == ""
    assert made.run("stuck", "retry").returncode == 2
    assert "no ticket" in sentence(made.run("trace", "1"))


def test_open_streams_do_not_hold_up_the_end(home: Path) -> None:
    # The settings of the tests have the same key, so a token made here is good there.
    with house(home, {"PERCAYA_SECRET_KEY": settings.SECRET_KEY}) as made:
        url = f"{made.url}/rt/stream?token={live_token(1, 1)}"
        with httpx.stream("GET", url, timeout=60) as response:
            assert response.status_code == 200
            begun = time.monotonic()
            assert made.stop() == 0
            assert time.monotonic() - begun < server.FINISH  # what it would wait for a stream that does not end
            assert "retry:" in "".join(response.iter_lines())


def test_a_house_that_was_killed_comes_back_with_its_jobs(home: Path) -> None:
    with house(home) as made:
        made.kill()
        with sqlite3.connect(home / "percaya.sqlite3") as database:  # as if it had been in the middle of one
            database.execute(
                """INSERT INTO jobs_job (kind, args, queue, order_key, unique_key, state, attempts, run_at, leased_until, error)
                   VALUES ('of.a.newer.version', '{}', 'default', '', '', 'running', 1,
                           '2026-01-01 00:00:00', '2999-01-01 00:00:00', '')"""
            )
        made.start()
        end = time.monotonic() + 60
        while "in the middle" not in made.run("stuck", "list").stdout:
            assert time.monotonic() < end
