"""A disk that really fills up: everything is either acknowledged and there, or put off with a clear word; nothing breaks,
and once there is room all goes on by itself."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.resilience.doors import Doors
from tests.resilience.small_disk import SmallDisk, small_disk
from tests.services.databases import Missing, absent
from tests.services.house import ROOT, House
from tests.services.sink import Sink

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1000)]
PASSWORD = "kain lurik dari Klaten"
DOORS = ("smtp", "api", "raw")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    try:
        with small_disk(tmp_path / "disk", megabytes=24) as mounted:
            yield mounted
    except Missing as what:
        absent(str(what))


@pytest.fixture
def house(disk: SmallDisk, tmp_path: Path) -> Iterator[House]:
    """Its data on the small disk; what it says goes elsewhere, as logs do."""
    more = {"PERCAYA_HOME": str(disk.folder), "PERCAYA_API_PER_MINUTE": "100000"}
    made = House(tmp_path / "logs", more, prefix=disk.prefix)
    made.home.mkdir()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()


def test_a_full_disk_puts_off_and_loses_nothing(house: House, disk: SmallDisk) -> None:
    with Sink() as sink:
        doors = furnish(house, sink)
        house.start()
        doors.open_forms(12)
        time.sleep(2.1)  # who sends a form sooner is taken for a machine
        in_peace(doors, house)
        disk.fill(leave=1_500_000)
        fill_up(doors)
        disk.fill()
        nothing_fits(doors, house)
        says_so(house, doors)
        disk.make_room()
        goes_on(house, doors)
        disk.fill()
        starts_when_there_is_room(house, disk)
        check(inside(house, "tests.resilience.audit:audit"), doors, sink, disk)


def in_peace(doors: Doors, house: House) -> None:
    for door in (*DOORS, "form"):
        assert doors.offer(door, f"damai {door}", 5_000)
    settle(house)


def fill_up(doors: Doors) -> None:
    """Large ones until they do not fit any more, then ever smaller ones into what is left."""
    for size in (60_000, 9_000, 1_000):
        before = dict(doors.refusals)
        for number in range(200):
            for door in DOORS:
                doors.offer(door, f"{door} {size} {number}", size)
            if all(doors.refusals[door] - before[door] >= 3 for door in DOORS):
                break
        else:
            pytest.fail(f"the disk did not fill up: {doors.refusals}")


def nothing_fits(doors: Doors, house: House) -> None:
    for door in (*DOORS, "form"):
        for number in range(2):
            assert not doors.offer(door, f"penuh {door} {number}", 3_000), door
    assert doors.said["smtp"].startswith("452 ") and "No room" in doors.said["smtp"]
    for door in ("api", "raw"):
        problem = json.loads(doors.said[door].partition(" ")[2])
        assert problem["type"].endswith("#problem-no-room") and problem["status"] == 507, problem
    assert doors.said["form"].startswith("507 ")
    assert house.process is not None and house.process.poll() is None, house.said()[-2000:]


def says_so(house: House, doors: Doors) -> None:
    """The machine says what ails it, and what only reads goes on."""
    assert httpx.get(f"{house.url}/healthz").status_code == 200
    ready = httpx.get(f"{house.url}/readyz", timeout=60)
    assert ready.status_code == 503 and "the disk is full" in ready.json()["problems"]["disk"], ready.text
    assert '"disk_full"' in house.said()
    listed = httpx.get(f"{house.url}/api/v1/tickets", headers={"Authorization": f"Bearer {doors.token}"}, timeout=60)
    assert listed.status_code == 200 and listed.json()["tickets"]
    assert httpx.get(f"{house.url}/accounts/login/", timeout=60, follow_redirects=True).status_code == 200


def goes_on(house: House, doors: Doors) -> None:
    """Nobody touches the process: it notices by itself. Then everyone comes again, as they were asked to."""
    settle(house)
    end = time.monotonic() + 120  # a key whose first request broke off is free again after a minute
    while doors.put_off:
        for subject, door in list(doors.put_off.items()):
            name = subject.removeprefix("Perihal ")
            size = int(name.split()[1]) if name.split()[1].isdigit() else 3_000
            doors.offer(door, name, size)
        assert time.monotonic() < end, (doors.put_off, doors.said)
        time.sleep(0.3)
    settle(house)


def starts_when_there_is_room(house: House, disk: SmallDisk) -> None:
    """Stopped on a full disk it ends in time. Where not even the database can be opened it says so, and comes back whole."""
    began = time.monotonic()
    assert house.stop() == 0 and time.monotonic() - began < 90
    disk.make_room()
    house.start()
    settle(house)
    assert house.stop() == 0
    disk.fill()
    refused = house.run("serve")
    assert refused.returncode == 75 and "The disk is full" in refused.stderr and "Traceback" not in refused.stderr
    disk.make_room()
    house.start()
    settle(house)


def check(found: dict[str, Any], doors: Doors, sink: Sink, disk: SmallDisk) -> None:
    assert doors.put_off == {}
    assert found["subjects"] == dict.fromkeys(doors.taken, 1), "everything acknowledged is there, exactly once"
    assert found["messages"] == len(doors.taken)
    assert not {"accepted", "quarantined"} & set(found["arrivals"]), found["arrivals"]
    assert found["missing_blobs"] == found["torn_blobs"] == []
    assert list((disk.seen / "blobs").rglob(".*")) == [], "no half file is left behind"
    assert found["broken"] == [] and found["numbers_whole"] and found["stuck"] == 0
    assert {id: count for id, count in sink.ids().items() if count > 1} == {}, "nothing was said twice"
    assert set(found["deliveries"]) <= {"sent", "unknown"}, found["deliveries"]


def furnish(house: House, sink: Sink) -> Doors:
    """A workspace with a mailbox, a form and a token."""
    first = house.run("init", "--workspace", "Toko Senja", "--admin", "ratna@senja.example", "--password-stdin", stdin=PASSWORD)
    assert first.returncode == 0, first.stderr
    form = inside(house, "tests.resilience.audit:connect", str(sink.port))
    scopes = ["tickets:read", "tickets:write", "inbound:write"]
    token = house.run("token", "create", "--member", "ratna@senja.example", "--scope", *scopes)
    assert token.returncode == 0, token.stderr
    return Doors(house.smtp_port, house.url, token.stdout.strip(), str(form))


def settle(house: House, seconds: float = 90.0) -> None:
    """Wait until the house is ready and no job waits."""
    end = time.monotonic() + seconds
    while True:
        ready = httpx.get(f"{house.url}/readyz", timeout=60)
        if ready.status_code == 200 and not any(ready.json()["jobs"].values()):
            return
        assert time.monotonic() < end, ready.text
        time.sleep(0.3)


def inside(house: House, *words: str) -> Any:
    command = [*house.prefix, sys.executable, "-m", "tests.journeys.killing.inside", *words]
    done = subprocess.run(command, env=house.environment, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
