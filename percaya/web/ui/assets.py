"""The import map of the scripts. Small native modules with an import map: no bundler, and each file is cached by its digest."""

import json
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from markupsafe import Markup

SCRIPTS = Path(__file__).parent / "static/ui/js"


@cache
def modules(entry: str) -> tuple[str, ...]:
    """The modules an entry brings in, at any depth: told to the browser at once, so that none waits for another."""
    found: dict[str, None] = {}
    ahead = [entry]
    while ahead:
        text = (SCRIPTS / f"{ahead.pop()}.js").read_text()
        for name in re.findall(r'(?:from|import) "ui/(\w+)"', text):
            if name not in found:
                found[name] = None
                ahead.append(name)
    return tuple(found)


def import_map() -> Markup:
    """``{"imports": {"ui/keys": "/static/…"}}`` of every module there is."""
    return _import_map() if not settings.DEBUG else _import_map.__wrapped__()


@cache
def _import_map() -> Markup:
    imports = {f"ui/{file.stem}": static(f"ui/js/{file.name}") for file in sorted(SCRIPTS.glob("*.js"))}
    return Markup(json.dumps({"imports": imports}))  # noqa: S704 (our own file names)
