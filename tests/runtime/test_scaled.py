"""Many processes on PostgreSQL and Redis are one Percaya: pages here, live streams there, workers elsewhere."""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import pytest

from percaya.core import public_ids
from percaya.runtime.live.tokens import live_token
from tests.services.databases import Missing, absent, postgres, redis
from tests.services.house import House

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(600)]
SECRET = "only-for-tests-" + "x" * 40  # the settings of the tests have it too, so tokens made here are good there


@dataclass(frozen=True)
class Servers:
    postgres: str
    redis: str


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """Those that the tests run on, else some of our own."""
    with ExitStack() as stack:
        try:
            yield Servers(
                os.environ.get("PERCAYA_TEST_DATABASE_URL") or stack.enter_context(postgres()),
                os.environ.get("PERCAYA_TEST_REDIS_URL") or stack.enter_context(redis()),
            )
        except Missing as what:
            absent(str(what))


@pytest.fixture(scope="module")
def databases(servers: Servers) -> Iterator[list[str]]:
    """Two empty databases of our own."""
    names = [f"percaya_scaled_{os.getpid()}_{n}" for n in (1, 2)]
    with psycopg.connect(servers.postgres, autocommit=True) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    yield [urlunsplit(urlsplit(servers.postgres)._replace(path=f"/{name}")) for name in names]
    with psycopg.connect(servers.postgres, autocommit=True) as server:
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]


def part(home: Path, database: str, redis: str, *command: str) -> House:
    more = {"PERCAYA_DATABASE_URL": database, "PERCAYA_REDIS_URL": redis, "PERCAYA_SECRET_KEY": SECRET}
    return House(home, more, command)


@pytest.fixture(scope="module")
def house(servers: Servers, databases: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, House]]:
    home = tmp_path_factory.mktemp("scaled")
    parts = {
        name: part(home, databases[0], servers.redis, command)
        for name, command in {"web": "web", "live": "live", "one": "worker", "two": "worker"}.items()
    }
    starters = [threading.Thread(target=parts[name].start) for name in ("web", "live")]  # together: one migrates
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    for name in ("one", "two"):
        parts[name].start(wait=False)
    yield parts
    for made in parts.values():
        assert made.stop() == 0, made.said()[-3000:]


def test_every_part_comes_up_and_is_ready(house: dict[str, House]) -> None:
    for name in ("web", "live"):
        assert httpx.get(f"{house[name].url}/readyz", timeout=60).json()["ready"]
    assert httpx.get(f"{house['web'].url}/rt/stream").status_code == 404
    assert httpx.get(f"{house['live'].url}/").status_code == 404


def test_a_change_made_in_one_process_is_heard_in_another_at_once(house: dict[str, House], databases: list[str]) -> None:
    who = ("--workspace", "Senja", "--admin", "ratna@senja.example")
    assert house["web"].run("init", *who, "--password-stdin", stdin="sebelas-ikan-terbang").returncode == 0
    with psycopg.connect(databases[0]) as database:
        row = database.execute("SELECT id FROM workspace_workspace").fetchone()
    assert row
    heard: list[str] = []
    ready = threading.Event()

    def listen() -> None:
        url = f"{house['live'].url}/rt/stream?token={live_token(row[0], 1)}"
        with httpx.stream("GET", url, timeout=120) as response:
            ready.set()
            for line in response.iter_lines():
                if line.startswith("data: {"):
                    heard.append(line)
                    return

    listener = threading.Thread(target=listen)
    listener.start()
    assert ready.wait(60)
    done = house["web"].run("token", "create", "--member", "ratna@senja.example", "--scope", "tickets:read")
    assert done.returncode == 0, done.stderr
    listener.join(60)
    assert json.loads(heard[0][6:])["topic"] == public_ids.encode("workspace", row[0])


def test_followers_are_led_by_whichever_worker_is_there(house: dict[str, House]) -> None:
    end = time.monotonic() + 60
    while any(lag for lag in httpx.get(f"{house['web'].url}/readyz").json()["lag"].values()):
        assert time.monotonic() < end
        time.sleep(0.1)


def test_a_backup_of_postgresql_comes_back_whole(
    house: dict[str, House], servers: Servers, databases: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "percaya.tar"
    assert house["web"].run("backup", str(file)).returncode == 0
    other = part(tmp_path / "home", databases[1], servers.redis)
    done = other.run("restore", str(file))
    assert done.returncode == 0, done.stderr + done.stdout
    assert other.run("journal", "verify").stdout == "Every chain is whole.\n"
    again = other.run("restore", str(file))
    assert again.returncode == 1
    assert "PostgreSQL database" in again.stderr
    with psycopg.connect(databases[1]) as database:
        assert database.execute("SELECT name FROM workspace_workspace").fetchall() == [("Senja",)]
