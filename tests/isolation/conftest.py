"""The two houses of every walk."""

import pytest

from tests.cast import Cast
from tests.isolation.houses import CANARY, House, furnish


@pytest.fixture
def senja(cast: Cast) -> House:
    return furnish(cast, cast.senja, cast.ratna, CANARY, spare_tickets=4)


@pytest.fixture
def warung(cast: Cast, senja: House) -> House:
    return furnish(cast, cast.warung, cast.tono, "soto", spare_tickets=0)
