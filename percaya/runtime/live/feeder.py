"""From the journal to the hub: a thread that wakes at the bell, reads what is settled and posts it into the hub's loop."""

import asyncio
import threading
from typing import Any

import orjson
import structlog
from django.db import connection

from percaya.core.journal.bus import Signal, bus
from percaya.core.journal.followers import latest, settled_after
from percaya.core.journal.models import EventRow
from percaya.core.tickets.models import Ticket
from percaya.runtime.live.hub import MEMORY, Frame, Hub
from percaya.runtime.live.tokens import wire

log = structlog.get_logger("percaya.live")
LOOK = 1.0  # seconds between looks when no bell was heard
BATCH = 500
MOST_NUMBERS = 100_000


class Feeder:
    """``run`` in a thread of its own until ``stop``; ``loop`` is where the hub lives."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        self.hub = hub
        self.loop = loop
        self._bell = threading.Event()
        self._at: int | None = None
        self._numbers: dict[int, int] = {}  # ticket -> its number

    def run(self, stop: threading.Event) -> None:
        silences = [bus().on_ring(self._bell.set), bus().on_signal(self._signal)]
        try:
            while not stop.is_set():
                self._bell.clear()
                if not self._safely_feed():
                    self._bell.wait(LOOK)
        finally:
            for silence in silences:
                silence()
            connection.close()

    def wake(self) -> None:
        self._bell.set()

    def _safely_feed(self) -> bool:
        try:
            return self._feed()
        except Exception as error:  # the database is away: look again later, from the same place
            log.warning("the live hub cannot read the journal; trying again", error=str(error))
            connection.close()
            return False

    def _feed(self) -> bool:
        """One batch; True when there may be more."""
        if self._at is None:
            self._at = max(0, latest() - MEMORY)
            self._post(self.hub.begin_at, self._at)
        rows = settled_after(self._at, BATCH)
        if rows:
            self._at = rows[-1].pk
            numbers = self._numbers_of(rows)
            boards = [frame_of_board(workspace) for workspace in dict.fromkeys(row.workspace_id for row in rows)]
            self._post(self.hub.publish, [*(frame_of(row, numbers.get(row.stream_id)) for row in rows), *boards])
        return len(rows) == BATCH

    def _numbers_of(self, rows: list[EventRow]) -> dict[int, int]:
        """Tickets are known to people, and to pages, by their number; a number never changes."""
        tickets = {row.stream_id for row in rows if row.stream_type == "ticket"}
        if len(self._numbers) > MOST_NUMBERS:
            self._numbers.clear()
        if unknown := tickets - self._numbers.keys():
            self._numbers.update(Ticket.objects.filter(pk__in=unknown).values_list("pk", "number"))
        return {ticket: self._numbers[ticket] for ticket in tickets & self._numbers.keys()}

    def _signal(self, signal: Signal) -> None:
        self._post(self.hub.publish, [frame_of_signal(signal)])

    def _post(self, call: Any, argument: Any) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(call, argument)


def frame_of(row: EventRow, number: int | None) -> Frame:
    """A row of the journal: told to its workspace and, if it is a ticket's, to those who have the ticket open."""
    topics = [wire(f"w{row.workspace_id}")]
    if row.stream_type != "ticket":
        return _frame("change", topics, row.kind, None, row.pk)
    topics.append(wire(f"t{row.stream_id}"))
    return _frame("change", topics, row.kind, number or topics[-1], row.pk)


def frame_of_board(workspace_id: int) -> Frame:
    """Something happened there: for walls, which look again at whole numbers and are told nothing else."""
    return _frame("change", [wire(f"b{workspace_id}")], "board", None, 0)


def frame_of_signal(signal: Signal) -> Frame:
    """Short-lived news: no id, so a stream that comes back does not ask for it."""
    event = "presence" if signal.kind == "presence" else "change"
    version = {"version": signal.data["version"]} if "version" in signal.data else {}
    return _frame(event, [wire(signal.topic)], signal.kind, signal.data.get("ticket"), signal.event_id, **version)


def _frame(event: str, topics: list[str], kind: str, ticket: Any, event_id: int, **more: int) -> Frame:
    data = orjson.dumps({"topic": topics[-1], "kind": kind, "ticket": ticket, "event": event_id, **more}).decode()
    head = f"id: {event_id}\n" if event_id and event == "change" else ""
    body = f"{head}event: {event}\ndata: {data}\n\n".encode()
    return Frame(frozenset(topics), body, f"{kind} {ticket or topics[-1]}", event_id if head else 0)
