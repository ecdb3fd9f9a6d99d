"""The desk stays light: what a first visit carries is measured, and a new script or part that breaks the budget fails here."""

import gzip
from pathlib import Path

import django_htmx

import percaya.web.ui
from percaya.web.ui import bundles, icons

SCRIPTS = Path(percaya.web.ui.__file__).parent / "static/ui/js"
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
KB = 1000


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def test_the_style_sheet_weighs_at_most_25_kb() -> None:
    assert len(bundles.bundle(bundles.STYLES).packed) <= 25 * KB


def test_scripts_with_htmx_weigh_at_most_45_kb() -> None:
    assert sum(packed(file.read_bytes()) for file in [HTMX, *SCRIPTS.glob("*.js")]) <= 45 * KB


def test_the_sprite_weighs_at_most_12_kb() -> None:
    assert len(bundles.bundle(icons.SPRITE).packed) <= 12 * KB


def test_a_bundles_name_changes_with_its_content() -> None:
    assert bundles.Bundle.of("a.css", "text/css", "a").name != bundles.Bundle.of("a.css", "text/css", "b").name
