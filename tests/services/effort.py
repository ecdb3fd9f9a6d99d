"""How much computing something takes, told apart from what the machine does beside it."""

import gc
import time
from collections.abc import Callable

TRIES = 5


def computing(work: Callable[[], object], *, enough: float = 0.0) -> float:
    """CPU seconds of this thread for ``work``: the least of some tries, ended by the first that takes less than ``enough``.

    What servers of other tests compute in threads beside it, a collection of all they left behind, and a core shared with
    somebody else are no fault of the work: what is slow by itself is slow each time.
    """
    least = float("inf")
    gc.disable()
    try:
        for _ in range(TRIES):
            started = time.thread_time()
            work()
            least = min(least, time.thread_time() - started)
            if least < enough:
                break
    finally:
        gc.enable()
    return least
