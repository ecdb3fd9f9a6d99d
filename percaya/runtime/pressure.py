"""How many people and vendors wait for an answer of this process just now; and what makes room for them.

All threads share one interpreter: a job that computes beside eight requests slows each of them. While more wait than there are
threads to spare, whoever works for nobody in particular rests in proportion to what it worked, so that it still gets on.
"""

import time

SHARE = 3.0  # times as long as the work took
MOST = 2.0  # seconds in one go
_SLICE = 0.01  # seconds


class Pressure:
    """Of one process; counted by its pages."""

    def __init__(self) -> None:
        self.under_way = 0
        self.spare = 4  # requests at once that leave room for everything else

    @property
    def is_high(self) -> bool:
        return self.under_way > self.spare

    def rest(self, worked: float) -> None:
        """After ``worked`` seconds, while it is needed and no longer than is fair."""
        until = time.monotonic() + min(worked * SHARE, MOST)
        while self.is_high and time.monotonic() < until:
            time.sleep(_SLICE)


pressure = Pressure()
