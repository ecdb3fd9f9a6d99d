"""The borders of DESIGN §3 hold, and the guard that holds them is awake: a planted wrong import is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PLANTS = {
    "core uses a stage": ("core/tickets/planted.py", "import percaya.stages.intake.events"),
    "a stage uses a page": ("stages/intake/planted.py", "import percaya.web.urls"),
    "a stage uses another": ("stages/intake/planted.py", "import percaya.stages.triage.policy"),
    "a channel uses Django": ("channels/email/planted.py", "import django"),
    "a channel uses another": ("channels/email/planted.py", "import percaya.channels.webform.channel"),
    "the journal uses tickets": ("core/journal/planted.py", "import percaya.core.tickets.events"),
    "core uses the machine": ("core/people/planted.py", "import percaya.runtime.home"),
    "the composer uses the ticket's page": ("web/inbox/composer/planted.py", "import percaya.web.inbox.ticket.pages"),
    "a page reads the table of reactions": ("web/ui/planted.py", "import percaya.flow"),
}


def lint(root: Path) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"], cwd=root, env={"PYTHONPATH": str(root), "PATH": ""}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "percaya", root / "percaya", ignore=shutil.ignore_patterns("__pycache__", "payloads", "static"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def test_the_borders_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("what", PLANTS)
def test_a_planted_wrong_import_is_caught(copy: Path, what: str) -> None:
    place, line = PLANTS[what]
    plant = copy / "percaya" / place
    plant.write_text(f"{line}\n")
    try:
        done = lint(copy)
        assert done.returncode != 0
        assert f"percaya.{place.removesuffix('.py').replace('/', '.')}" in done.stdout
    finally:
        plant.unlink()
