"""The import map of the scripts. Small native modules with an import map: no bundler, and each file is cached by its digest."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from markupsafe import Markup

SCRIPTS = Path(__file__).parent / "static/ui/js"


def import_map() -> Markup:
    """``{"imports": {"ui/keys": "/static/…"}}`` of every module there is."""
    return _import_map() if not settings.DEBUG else _import_map.__wrapped__()


@cache
def _import_map() -> Markup:
    imports = {f"ui/{file.stem}": static(f"ui/js/{file.name}") for file in sorted(SCRIPTS.glob("*.js"))}
    return Markup(json.dumps({"imports": imports}))  # noqa: S704 (our own file names)
