"""The style sheet and the icon sprite, put together from small files when the process starts.

One address per content (the digest is in the name), so a browser keeps it for a year and no build step is needed.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

from percaya.web.ui import icons

CSS = Path(__file__).parent / "static/ui/css"
LAYERS = ("reset", "tokens", "base", "layout", "parts", "utilities")
STYLES = "percaya.css"


@dataclass(frozen=True)
class Bundle:
    """Bytes with a name of their own."""

    name: str
    kind: str
    body: bytes
    packed: bytes

    @classmethod
    def of(cls, name: str, kind: str, text: str) -> "Bundle":
        body = text.encode()
        stem, ending = name.rsplit(".", 1)
        digest = hashlib.sha256(body).hexdigest()[:12]
        return cls(f"{stem}-{digest}.{ending}", kind, body, gzip.compress(body, 9, mtime=0))


def bundle(name: str) -> Bundle:
    """The bundle called ``name`` (without digest). Raises KeyError for any other name."""
    return _MAKERS[name]() if settings.DEBUG else _kept(name)


@cache
def _kept(name: str) -> Bundle:
    return _MAKERS[name]()


def _styles() -> Bundle:
    parts = [f"@layer {','.join(LAYERS)};"]
    for layer in LAYERS:
        files = sorted((CSS / layer).glob("*.css")) or [CSS / f"{layer}.css"]
        inner = "\n".join(_lean(file.read_text()) for file in files)
        parts.append(f"@layer {layer}{{\n{inner}}}")
    return Bundle.of(STYLES, "text/css; charset=utf-8", "\n".join(parts))


def _sprite() -> Bundle:
    return Bundle.of(icons.SPRITE, "image/svg+xml; charset=utf-8", icons.sprite())


def _lean(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r'static\("([^"]+)"\)', lambda found: f'url("{static(found[1])}")', css)
    return "".join(f"{line.strip()}\n" for line in css.splitlines() if line.strip())


_MAKERS = {STYLES: _styles, icons.SPRITE: _sprite}
