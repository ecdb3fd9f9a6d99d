"""The desk stays light: what a first visit carries is measured, and a new script or part that breaks the budget fails here.

Scripts are counted as they travel: lean, each packed by itself. The modules that ``desk.js`` brings in are there before anything
can be done and share the budget with htmx; what is fetched when it is first needed has a limit of its own.
"""

import gzip
import re
from pathlib import Path
from typing import Any

import django_htmx
from django.core.management import call_command

import percaya.web.ui
from percaya.web.ui import assets, bundles, icons
from percaya.web.ui.storage import lean

SCRIPTS = Path(percaya.web.ui.__file__).parent / "static/ui/js"
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
KB = 1000


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def script(name: str) -> int:
    return packed(lean((SCRIPTS / f"{name}.js").read_text()).encode())


def test_the_style_sheet_weighs_at_most_25_kb() -> None:
    assert len(bundles.bundle(bundles.STYLES).packed) <= 25 * KB


def test_scripts_of_a_first_visit_weigh_at_most_45_kb_with_htmx() -> None:
    weights = {name: script(name) for name in ("desk", *assets.modules("desk"))}
    assert packed(HTMX.read_bytes()) + sum(weights.values()) <= 45 * KB, weights


def test_what_is_fetched_later_is_light_too() -> None:
    first = {"desk", "plain", *assets.modules("desk"), *assets.modules("plain")}
    weights = {file.stem: script(file.stem) for file in SCRIPTS.glob("*.js") if file.stem not in first}
    assert max(weights.values()) <= 4 * KB, weights
    assert sum(weights.values()) <= 31 * KB, weights


def test_no_text_of_a_script_goes_over_a_line() -> None:
    """Else making it lean would change it."""
    for file in SCRIPTS.glob("*.js"):
        for line in file.read_text().splitlines():
            assert line.replace("\\`", "").count("`") % 2 == 0, f"{file.name}: {line}"
            assert not re.match(r"\s*/\*|\s*\*", line), f"{file.name}: {line}"


def test_the_sprite_weighs_at_most_12_kb() -> None:
    assert len(bundles.bundle(icons.SPRITE).packed) <= 12 * KB


def test_a_bundles_name_changes_with_its_content() -> None:
    assert bundles.Bundle.of("a.css", "text/css", "a").name != bundles.Bundle.of("a.css", "text/css", "b").name


def test_collected_scripts_are_lean_under_both_of_their_names(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "percaya.web.ui.storage.LeanStaticFiles"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    expected = lean((SCRIPTS / "live.js").read_text())
    found = [file.read_text() for file in (tmp_path / "ui/js").glob("live*.js")]
    assert found == [expected, expected]
