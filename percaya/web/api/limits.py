"""How many requests a token may make in a minute. Counted in the cache: per process embedded, in Redis when scaled."""

import time
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from percaya.web.api.problems import Problem

_WINDOW = 60


def spend(token_id: int) -> None:
    """Count one request. Raises a 429 problem that says in how many seconds the next minute begins."""
    allowed: int = settings.PERCAYA_API_PER_MINUTE
    now = time.time()
    window = int(now) // _WINDOW
    key = f"api-spent:{token_id}:{window}"
    if cache.add(key, 1, timeout=_WINDOW * 2):
        return
    try:
        spent = cache.incr(key)
    except ValueError:  # it went out of date between the two calls
        return
    if spent > allowed:
        wait = max(1, int((window + 1) * _WINDOW - now) + 1)
        detail = _("This token made more than %(allowed)s requests in a minute. Nothing was done; come back in %(wait)s s.")
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too-many-requests",
            detail % {"allowed": allowed, "wait": wait},
            headers={"Retry-After": str(wait)},
        )
