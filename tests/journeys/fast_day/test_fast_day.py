"""A working day at five hundred times its pace on the served product: real mails, workers and followers; at its end the board,
the chips of the inbox, the report and the rows behind each of them say the same as tickets, messages and clocks themselves."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.fast_day.shop import Shop
from tests.resilience.test_full_disk import PASSWORD, inside, settle
from tests.services.house import House
from tests.services.hurry import hurried
from tests.services.sink import Sink
from tests.services.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
SPEED, DAY = 500, timedelta(hours=9)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data", {"PERCAYA_API_PER_MINUTE": "100000", "PERCAYA_LOG": "WARNING"}, module="tests.services.hurry")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()


def test_board_chips_and_report_agree_to_the_row_after_a_day_at_500_times_its_pace(house: House) -> None:
    chance = random.Random(7)
    with Sink() as sink:
        shop = _opened(house, sink, chance)
        clock = _begin(house)
        house.start()
        _live(shop, clock, chance)
        until(lambda: hurried(clock) >= datetime.fromisoformat(clock["HURRY_FROM"]) + DAY, seconds=120)
        settle(house)
        truth, seen = {}, {}

        def agreed() -> bool:
            truth.update(inside(house, "tests.journeys.fast_day.inside:truth", hurried(clock).isoformat()))
            seen.update(shop.screens())
            return seen == _expected(truth)

        until(agreed, seconds=90, what=f"{seen} to be {truth}") if not agreed() else None
    assert truth["created"] == shop.mails >= 60
    assert truth["replies"] == shop.replies >= 20
    assert shop.answers >= 5
    assert truth["breached"] > 0 and truth["met"] > 0, "a day on which nothing is late proves little"


def _expected(truth: dict[str, int]) -> dict[str, int]:
    return {
        "tile waiting": truth["waiting"], "tile untaken": truth["untaken"], "tile overdue": truth["overdue"],
        "tile flow": truth["created"], "chip unassigned": truth["unclaimed"], "chip open": truth["open"],
        "report rows created": truth["created"], "report rows replies": truth["replies"], "report rows attained": truth["met"],
        "report rows missed": truth["breached"], "report rows backlog": truth["open"], "board rows waiting": truth["waiting"],
        "board rows untaken": truth["untaken"], "board rows overdue": truth["overdue"], "report created": truth["created"],
        "report backlog": truth["open"], "report met": truth["met"], "report due": truth["due"],
    }  # fmt: skip


def _opened(house: House, sink: Sink, chance: random.Random) -> Shop:
    first = house.run("init", "--workspace", "Toko Senja", "--admin", "ratna@senja.example", "--password-stdin", stdin=PASSWORD)
    assert first.returncode == 0, first.stderr
    made = inside(house, "tests.journeys.fast_day.inside:furnish", str(sink.port))
    scopes = ["tickets:read", "tickets:write", "messages:write"]
    tokens = {
        who: house.run("token", "create", "--member", f"{who}@senja.example", "--scope", *scopes).stdout.strip()
        for who in ("dewi", "budi")
    }
    return Shop(house.url, house.smtp_port, made["slug"], made["cookie"], tokens, chance)


def _begin(house: House) -> dict[str, str]:
    """The coming Monday, a quarter of an hour before the shop opens."""
    today = datetime.now(UTC).replace(hour=0, minute=45, second=0, microsecond=0)
    monday = today + timedelta(days=7 - today.weekday())
    clock = {
        "HURRY_FROM": monday.isoformat(), "HURRY_BEGAN": str(time.time()), "HURRY_SPEED": str(SPEED),
        "HURRY_FOR": str(DAY.total_seconds()),
    }  # fmt: skip
    house.more = {**house.more, **clock}
    return clock


def _live(shop: Shop, clock: dict[str, str], chance: random.Random) -> None:
    """All that is done, at its minute of the day or as soon after as the machine gets to it."""
    deeds = [(chance.uniform(20, 510), "write") for _mail in range(80)]
    deeds += [(chance.uniform(40, 520), "work") for _reply in range(60)]
    deeds += [(chance.uniform(120, 520), "answer") for _word in range(20)]
    start = datetime.fromisoformat(clock["HURRY_FROM"])
    for minute, deed in sorted(deeds):
        while hurried(clock) < start + timedelta(minutes=minute):
            time.sleep(0.01)
        getattr(shop, deed)()
