"""Catalogues: every ``.po`` of the product becomes a ``.mo`` beside it, made only when the ``.po`` is newer."""

import gettext
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

ROOT = Path(__file__).resolve().parents[1]


def compile_all(root: Path = ROOT) -> int:
    """Compile what is out of date under ``root``; how many files were written."""
    stale = [po for po in root.rglob("locale/*/LC_MESSAGES/*.po") if _is_stale(po)]
    for po in stale:
        _compile(po)
    return len(stale)


def read_again() -> None:
    """Let Django read the catalogues anew: it may have looked while it was set up, before they were there, and found none."""
    gettext._translations.clear()  # type: ignore[attr-defined]  # the standard library's own memory of files
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]
    translation.activate(translation.get_language() or settings.LANGUAGE_CODE)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compile(po: Path) -> None:
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parts[-3])
    part = po.with_suffix(f".mo.{os.getpid()}")
    with part.open("wb") as out:
        write_mo(out, catalogue)
    part.replace(po.with_suffix(".mo"))  # at once: a process starting beside us never reads half a file
