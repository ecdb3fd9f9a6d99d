"""The templates, compiled before anyone asks: the first page after a start would else wait for the better part of a second."""

import time

import structlog

from percaya.web.ui.environment import shared_environment

log = structlog.get_logger("percaya.pages")


def warm() -> int:
    """Compile every template of ours; returns how many. Made for a thread beside the start."""
    started = time.perf_counter()
    env = shared_environment()
    names = [name for name in env.list_templates() if name.endswith((".html", ".txt"))]
    for name in sorted(names, key=lambda name: not name.startswith(("ui/", "inbox/", "accounts/"))):  # the first to be asked for
        env.get_template(name)
    log.debug("templates are compiled", count=len(names), seconds=round(time.perf_counter() - started, 2))
    return len(names)
