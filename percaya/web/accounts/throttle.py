"""A few tries a minute: counted in the cache under a keyed name, so that addresses do not lie about in it."""

import hashlib
import ipaddress
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def too_often(door: str, who: str, *, limit: int, seconds: int) -> bool:
    """Count one try of ``who`` at ``door``; true when there were more than ``limit`` in this window of ``seconds``."""
    who = _place(who)
    window = int(time.time() // seconds)
    named = hashlib.sha256(f"{settings.SECRET_KEY}\0{door}\0{who}\0{window}".encode()).hexdigest()[:40]
    key = f"throttle:{named}"
    if cache.add(key, 1, timeout=seconds * 2):
        return limit < 1
    try:
        return bool(cache.incr(key) > limit)
    except ValueError:  # it ran out between the two
        cache.add(key, 1, timeout=seconds * 2)
        return False


def peer(request: HttpRequest) -> str:
    """The address of whoever connects; a header that anyone can send is not believed (the server sets REMOTE_ADDR)."""
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def _place(who: str) -> str:
    """An IPv6 address as its /64: whoever has one has all of them, and would count as a new visitor each time."""
    try:
        address = ipaddress.ip_address(who)
    except ValueError:
        return who
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    return who
