"""Killed again and again under load: what was acknowledged is there exactly once, nothing was said twice, the chain holds."""

import json
import os
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.journeys.killing.load import Agent, Senders
from tests.journeys.killing.mails import Mixed, mixed
from tests.services.databases import Missing, absent, redis
from tests.services.house import ROOT, House
from tests.services.sink import Sink

pytestmark = [pytest.mark.slow, pytest.mark.timeout(2000)]
MAILS = int(os.environ.get("PERCAYA_TEST_KILL_MAILS", "2000"))
LONGEST = 1600.0  # seconds for all of it, on two cores that others use too
FIRE = 110.0  # seconds of killing at most; a slow machine takes the rest of the mail in peace
PASSWORD = "kain lurik dari Klaten"
WEIGHTS = {"PERCAYA_API_PER_MINUTE": "100000"}


@pytest.fixture
def sink() -> Iterator[Sink]:
    with Sink() as running:
        yield running


def test_one_process_on_sqlite(tmp_path: Path, sink: Sink) -> None:
    house = House(tmp_path / "home", WEIGHTS)
    under_fire([house], sink)


@pytest.mark.postgres
def test_several_processes_on_postgresql(tmp_path: Path, sink: Sink) -> None:
    server = os.environ.get("PERCAYA_TEST_DATABASE_URL")
    if not server:
        absent("PERCAYA_TEST_DATABASE_URL is not set")
        return
    name = f"percaya_killing_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin, ExitStack() as stack:
        try:
            cache = os.environ.get("PERCAYA_TEST_REDIS_URL") or stack.enter_context(redis())
        except Missing as what:
            absent(str(what))
        admin.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        stack.callback(lambda: admin.execute(f"DROP DATABASE {name} WITH (FORCE)"))  # type: ignore[arg-type]
        url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        shared = {**WEIGHTS, "PERCAYA_DATABASE_URL": url, "PERCAYA_REDIS_URL": cache, "PERCAYA_SECRET_KEY": "x" * 50}
        worker = {**shared, "PERCAYA_SMTP_PORT": "off"}
        home = tmp_path / "home"
        under_fire([House(home, shared), House(home, worker, ("worker",)), House(home, worker, ("worker",))], sink)


def under_fire(houses: list[House], sink: Sink) -> None:
    """The first house takes the mail; one house after another is killed and started anew until all mail is in."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    dice, mails = random.Random(seed), list(mixed(MAILS, seed))
    main, began = houses[0], time.monotonic()
    token = furnish(main, sink)
    for house in houses:
        house.start(wait=house is main)
    senders = Senders(main.smtp_port, mails)
    agent = Agent(main.url, token, wanted=60, done=senders.done)
    senders.begin()
    agent.begin()
    kills = 0
    try:
        while not senders.done():
            time.sleep(dice.uniform(2.0, 6.0))
            assert time.monotonic() - began < LONGEST, f"too slow: {sum(senders.acknowledged.values())} of {len(mails)}"
            if time.monotonic() - began > FIRE:
                continue
            victim = dice.choice([main, dice.choice(houses)])
            victim.kill()
            victim.start(wait=victim is main)
            kills += 1
        agent.thread.join(60)
        settle(main, began)
    finally:
        for house in houses:
            if house.process is not None and house.process.poll() is None:
                house.stop()
    print(f"{kills} kills, {senders.tries} offers, {len(sink.taken)} mails sent, {time.monotonic() - began:.0f} s")
    assert kills >= 3
    check(inside(main, "audit"), senders, agent, mails, sink)


def check(found: dict[str, Any], senders: Senders, agent: Agent, mails: list[Mixed], sink: Sink) -> None:
    assert senders.refused == []
    assert set(senders.acknowledged) == {mail.id for mail in mails}
    expected = {mail.id: 1 for mail in mails}
    assert found["messages"] == expected, "every acknowledged mail is there, exactly once"
    assert found["sources"] == {mail.sha: 1 for mail in mails}, "byte for byte"
    assert set(found["shas"]) == {mail.sha for mail in mails} and found["missing_blobs"] == []
    assert not {"accepted", "quarantined"} & set(found["arrivals"]), found["arrivals"]
    assert found["broken"] == [] and found["numbers_whole"]
    assert found["depth"]["stuck"] == 0
    assert {id: count for id, count in sink.ids().items() if count > 1} == {}, "nothing was said twice"
    assert set(found["deliveries"]) <= {"sent", "unknown"}, found["deliveries"]
    assert len(found["replies"]) >= len(agent.answered) > 0
    sent = {f"<{external_id}>" for external_id, state in found["replies"] if state == "sent"}
    assert sent <= set(sink.ids()), "sent is a claim with proof"


def furnish(house: House, sink: Sink) -> str:
    """A workspace with a mailbox and an agent's token."""
    first = house.run("init", "--workspace", "Toko Senja", "--admin", "ratna@senja.example", "--password-stdin", stdin=PASSWORD)
    assert first.returncode == 0, first.stderr
    inside(house, "connect", str(sink.port))
    scopes = ["tickets:read", "messages:write"]
    token = house.run("token", "create", "--member", "ratna@senja.example", "--scope", *scopes)
    assert token.returncode == 0, token.stderr
    return token.stdout.strip()


def settle(house: House, began: float) -> None:
    """Wait until no job waits."""
    while True:
        with urllib.request.urlopen(f"{house.url}/readyz", timeout=60) as answer:
            jobs = json.load(answer)["jobs"]
        if not any(jobs.values()):
            return
        assert time.monotonic() - began < LONGEST, f"jobs are left: {jobs}"
        time.sleep(0.5)


def inside(house: House, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.journeys.killing.inside", *words]
    done = subprocess.run(command, env=house.environment, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
