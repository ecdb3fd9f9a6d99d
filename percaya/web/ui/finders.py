"""Static files out of installed wheels, served without copying anything into this repository."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


# public name → (package, path inside it). The name has no brackets: they would need quoting in every URL.
FILES = {
    "ui/fonts/plus-jakarta-sans.ttf": ("fontpkg_plus_jakarta_sans", "files/PlusJakartaSans[wght].ttf"),
    "ui/vendor/htmx.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
    "ui/vendor/htmx-sse.js": ("django_htmx", "static/django_htmx/ext/hx-sse-2.min.js"),
}


class OneFileStorage(FileSystemStorage):
    """A storage whose files live under other names than those they are served by."""

    def path(self, name: str) -> str:
        return str(_source(name))


class PackageFiles(BaseFinder):
    """Finds the files named in FILES. The font is optional: without its wheel the system's own face is used."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        source = _source(path)
        if source is None:
            return []
        return [str(source)] if find_all else str(source)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, OneFileStorage]]:
        storage = OneFileStorage()
        return [(name, storage) for name in FILES if _source(name)]


def _source(name: str) -> Path | None:
    package, inside = FILES.get(name, ("", ""))
    root = _package(package) if package else None
    file = root / inside if root else None
    return file if file and file.is_file() else None
