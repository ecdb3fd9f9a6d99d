"""Which visitors of live chats are there: those who hold a stream of this hub. Nobody asks them, and they need not say it."""

import threading
import time
import uuid
from collections import Counter

import structlog
from django.db import connection

from percaya.stages.chat.actions import tell_desk
from percaya.stages.chat.streams import AGAIN, closed, opened

log = structlog.get_logger("percaya.live")
GATHERED = 0.25  # seconds in which comings and goings are gathered: two thousand who come together are told in few words


class Attendance:
    """``came`` and ``left`` are called in the hub's loop and wait for nothing; ``run``, in a thread of its own, tells the rest of
    the house and the people who have such a ticket open."""

    def __init__(self) -> None:
        self.hub = uuid.uuid4().hex
        self._streams: Counter[int] = Counter()
        self._told: set[int] = set()
        self._changed: set[int] = set()
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._again_at = 0.0

    def came(self, visitor_id: int) -> None:
        """One more stream of that visitor: another tab, or the first."""
        self._count(visitor_id, 1)

    def left(self, visitor_id: int) -> None:
        self._count(visitor_id, -1)

    def run(self, stop: threading.Event) -> None:
        """Until ``stop``; then nobody is there any more."""
        try:
            while not stop.is_set():
                if self._bell.wait(AGAIN / 4):
                    stop.wait(GATHERED)
                self._safely_look()
            closed(self.hub, self._told)
        finally:
            connection.close()

    def wake(self) -> None:
        self._bell.set()

    def look(self) -> None:
        """Tell what has changed since the last look, and say again who is there before that fades."""
        self._bell.clear()
        with self._lock:
            changed, self._changed = self._changed, set()
            here = {visitor for visitor in changed if self._streams[visitor] > 0}
        came, gone = here - self._told, (changed - here) & self._told
        self._told = (self._told | came) - gone
        if gone:
            closed(self.hub, gone)
        if time.monotonic() >= self._again_at:
            self._again_at = time.monotonic() + AGAIN
            opened(self.hub, self._told)
        elif came:
            opened(self.hub, came)
        if came or gone:
            tell_desk(came | gone)

    def _count(self, visitor_id: int, more: int) -> None:
        with self._lock:
            self._streams[visitor_id] += more
            if self._streams[visitor_id] < 1:
                del self._streams[visitor_id]
            self._changed.add(visitor_id)
        self._bell.set()

    def _safely_look(self) -> None:
        try:
            self.look()
        except Exception as error:  # the database or Redis is away: said again within ``AGAIN`` seconds
            log.warning("who is there in live chats could not be told", error=str(error))
            self._again_at = 0.0
            connection.close()
