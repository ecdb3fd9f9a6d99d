"""How the environment shapes a server process."""

import ipaddress
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
        trusted_proxies=trusted_proxies(),
        on_ready=on_ready,
    )


def number(name: str, default: int) -> int:
    """A whole number from the environment. Raises ``Refusal`` for anything else."""
    text = os.environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit():
        raise Refusal(f"{name} must be a whole number, not {text!r}. Nothing was started.", USAGE)
    return int(text)


def trusted_proxies() -> tuple[str, ...]:
    """Whose X-Forwarded-* are believed: none; with PERCAYA_TRUST_PROXY=1 a proxy on this machine, or those that
    PERCAYA_TRUSTED_PROXIES lists (addresses and networks). Raises ``Refusal`` for what is neither: a name that nothing
    matches would make every visitor look like the proxy, and "everyone" lets each visitor choose who to be."""
    if os.environ.get("PERCAYA_TRUST_PROXY") != "1":
        return ()
    listed = os.environ.get("PERCAYA_TRUSTED_PROXIES", "").replace(",", " ").split()
    return tuple(_network(text) for text in listed) or ("127.0.0.1", "::1")


def _network(text: str) -> str:
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        network = None
    if network is None or network.prefixlen == 0:
        raise Refusal(
            f"PERCAYA_TRUSTED_PROXIES lists {text!r}, which is no address or network of a proxy. Nothing was started. "
            "List the proxies themselves, such as 10.0.0.5 or 10.0.0.0/24.",
            USAGE,
        )
    return str(network)
