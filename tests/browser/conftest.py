"""The house as its browser tests want it: the cast on the served site, and the way to their inbox."""

from collections.abc import Callable

import pytest

from tests.cast import Cast, assemble
from tests.services.chromium import Site


@pytest.fixture
def cast(site: Site) -> Cast:
    return assemble()


@pytest.fixture
def inbox(cast: Cast) -> Callable[..., str]:
    """The address of the inbox, or of a ticket in it."""

    def address(number: int | None = None, query: str = "view=open") -> str:
        middle = f"/{number}" if number else ""
        return f"/w/{cast.workspace.slug}/inbox{middle}?{query}"

    return address
