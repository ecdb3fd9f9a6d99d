"""Compiled templates, kept between runs in pytest's cache: every worker and every run compiled all three hundred anew."""

from hashlib import sha256
from pathlib import Path

import pytest
from jinja2 import FileSystemBytecodeCache

from percaya.web.ui import environment


def keep(config: pytest.Config) -> None:
    """Jinja asks by the content of each template; what else a compilation depends on names the folder."""
    cache = getattr(config, "cache", None)
    if cache is not None:
        rules = sha256(Path(environment.__file__).read_bytes()).hexdigest()[:16]
        environment.shared_environment().bytecode_cache = FileSystemBytecodeCache(str(cache.mkdir(f"templates-{rules}")))
