"""The product under a clock that runs faster for a while and then as usual: ``python -m tests.services.hurry serve``.

``HURRY_FROM`` (ISO) is the time it is at ``HURRY_BEGAN`` (seconds of the epoch). From then on ``HURRY_SPEED`` seconds pass in
one, until ``HURRY_FOR`` seconds have. What asks the house what time it is asks ``django.utils.timezone``; waiting takes as
long as ever.
"""

import importlib
import os
import time
from datetime import UTC, datetime, timedelta

from django.utils import timezone


def hurried(environment: "os._Environ[str] | dict[str, str]") -> datetime:
    """What time it is, aware."""
    passed = time.time() - float(environment["HURRY_BEGAN"])
    speed, whole = float(environment["HURRY_SPEED"]), float(environment["HURRY_FOR"])
    fast = min(passed, whole / speed)
    return datetime.fromisoformat(environment["HURRY_FROM"]).astimezone(UTC) + timedelta(seconds=fast * speed + passed - fast)


if __name__ == "__main__":
    timezone.now = lambda: hurried(os.environ)
    importlib.import_module("percaya.runtime.cli").main()
