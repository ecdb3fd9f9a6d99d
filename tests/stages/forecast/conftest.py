from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.stages.forecast.passing import MONDAY


@pytest.fixture
def clock() -> Iterator[Any]:
    """It stands still on a Monday morning, until it is moved."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller
