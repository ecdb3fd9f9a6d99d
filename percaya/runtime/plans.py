"""How the environment shapes a server process."""

import os
from collections.abc import Callable

from percaya.runtime.errors import USAGE, Refusal
from percaya.runtime.server import Plan
from percaya.runtime.services import Service


def plan(*, services: list[Service], on_ready: Callable[[int], None], pages: bool = True, live: bool = True) -> Plan:
    """A plan from PERCAYA_HOST, PERCAYA_PORT, PERCAYA_THREADS, PERCAYA_MAX_BODY_MB and so on."""
    return Plan(
        host=os.environ.get("PERCAYA_HOST", "127.0.0.1"),
        port=number("PERCAYA_PORT", 8000),
        pages=pages,
        live=live,
        services=services,
        threads=number("PERCAYA_THREADS", 8),
        max_body=number("PERCAYA_MAX_BODY_MB", 64) * 1024 * 1024,
        metrics_token=os.environ.get("PERCAYA_METRICS_TOKEN", ""),
        trust_proxy=os.environ.get("PERCAYA_TRUST_PROXY") == "1",
        on_ready=on_ready,
    )


def number(name: str, default: int) -> int:
    """A whole number from the environment. Raises ``Refusal`` for anything else."""
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit():
        raise Refusal(f"{name} must be a whole number, not {text!r}. Nothing was started.", USAGE)
    return int(text)
