"""The guide is true: its example, put in place as it stands, is found and keeps every promise of the contract."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from percaya import channels as package
from percaya.channels import registry
from tests.contracts.conformance import CHECKS, Check

_GUIDE = Path(__file__).parents[2] / "docs" / "add-a-channel.md"
_FILE = re.compile(r"^```\w+ (\S+/\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The example's folder, where the registry looks as well."""
    for name, content in _FILE.findall(_GUIDE.read_text()):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    registry.folders.cache_clear()
    registry.channels.cache_clear()
    yield tmp_path / "guestbook"
    registry.folders.cache_clear()
    registry.channels.cache_clear()
    for name in [name for name in sys.modules if name.startswith("percaya.channels.guestbook")]:
        del sys.modules[name]


def test_the_example_is_found_without_being_registered_anywhere(folder: Path) -> None:
    assert registry.channel("guestbook").name_id == "Buku tamu"
    assert registry.folders()["guestbook"] == folder
    assert list(registry.channels()) == sorted(registry.channels())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_example_keeps_every_promise(folder: Path, check: Check) -> None:
    check(registry.channel("guestbook"), folder)
