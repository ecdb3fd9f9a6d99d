"""Every channel keeps every promise of the contract, by existing: nothing to register here."""

from pathlib import Path

import pytest

from percaya.channels.registry import channel, channels, folders
from tests.contracts.conformance import CHECKS, Check

_ALL = [pytest.param(folder, id=name) for name, folder in folders().items()]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("folder", _ALL)
def test_a_channel(folder: Path, check: Check) -> None:
    check(channel(folder.name), folder)


def test_the_registry_knows_every_folder_and_says_so_when_asked_for_another() -> None:
    assert list(channels()) == list(folders())
    with pytest.raises(KeyError, match="there are api, email"):
        channel("faks")
