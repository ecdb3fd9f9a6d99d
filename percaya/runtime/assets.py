"""Collect style sheets, scripts, fonts and icons into the data folder, once a version."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from percaya import __version__

ROOT = Path(__file__).resolve().parents[1]


def collect() -> bool:
    """Collect when something changed since the last time; was it?"""
    target = Path(settings.STATIC_ROOT)
    mark = target / ".collected"
    now = _fingerprint()
    if mark.exists() and mark.read_text() == now:
        return False
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(now)
    return True


def _fingerprint() -> str:
    files = sorted(file for folder in ROOT.rglob("static") if folder.is_dir() for file in folder.rglob("*") if file.is_file())
    seen = [f"{file.relative_to(ROOT)} {file.stat().st_mtime_ns} {file.stat().st_size}" for file in files]
    return hashlib.sha256("\n".join([__version__, django.__version__, *seen]).encode()).hexdigest()
