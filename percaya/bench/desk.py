"""``percaya bench desk``: a room full of agents at their screens while customers write.

Every agent has a session, a live stream and a view of their own, every second one has a ticket open. Mails come in through the
API's door for raw mail and are read by the same server, so its CPU is first measured with the mails alone. "Shown" is the time
from the moment an event was recorded (just before its commit) to the end of the request that brings it to a screen.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from percaya.bench import load
from percaya.bench.desk_views import view_of
from percaya.bench.mailing import Mailing, askers
from percaya.bench.screen import Notes, Screen
from percaya.bench.serving import CannotMeasure, DidNotStart, Served
from percaya.bench.visiting import Visitor
from percaya.bench.wire import Broken, Wire
from percaya.core.journal.jobs import engine
from percaya.core.journal.models import EventRow
from percaya.core.tickets.models import Message, Ticket
from percaya.core.workspace.models import Member, Workspace
from percaya.runtime import start

WARM_UP = 3.0  # seconds
_SOME = 500


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agents", type=int, default=30, metavar="N", help=f"at most {load.AGENTS} (30)")
    parser.add_argument("--rate", type=float, default=50, metavar="N", help="mails a second (50)")
    parser.add_argument("--seconds", type=float, default=60, metavar="N", help="how long (60)")
    parser.add_argument("--alone", type=float, default=15, metavar="N", help="seconds of mails alone before (15)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Raises ``CannotMeasure``."""
    start.make_ready(settings.HOME, pages=True)
    workspace = Workspace.objects.filter(slug=load.SLUG).first()
    if workspace is None:
        raise CannotMeasure("There is nothing to measure on here. Run: percaya bench load 100000")
    members = Member.objects.filter(workspace=workspace).select_related("user", "workspace").order_by("pk")[: options.agents]
    views = [view_of(member, place) for place, member in enumerate(members)]
    try:
        with Served() as served:
            room = _Room(served, workspace, list(members), views)
            return asyncio.run(room.measured(options))
    except (DidNotStart, Broken, OSError) as error:
        raise CannotMeasure(str(error)) from error


class _Room:
    def __init__(self, served: Served, workspace: Workspace, members: Sequence[Member], views: Sequence[str]) -> None:
        self.served, self.workspace = served, workspace
        self.notes = Notes()
        visitors = [Visitor(served.port, member) for member in members]
        self.program = visitors[0].program
        opened = self._some_open(len(members))
        self.screens = [
            Screen(Wire(served.port, visitor.page), self.notes, self._page(view, number), number, in_use=place % 2 == 0)
            for place, (visitor, view, number) in enumerate(zip(visitors, views, opened, strict=True))
        ]

    async def measured(self, options: argparse.Namespace) -> dict[str, Any]:
        for some in range(0, len(self.screens), 10):
            await asyncio.gather(*(screen.open() for screen in self.screens[some : some + 10]))
        shown = set().union(*(screen.shows for screen in self.screens))
        people = await asyncio.to_thread(askers, self.workspace, shown)
        alone, _count, _skipped = await self._mails(people, options.rate, options.alone)
        tasks = [asyncio.create_task(work) for screen in self.screens for work in (screen.live(), screen.beat())]
        await asyncio.sleep(WARM_UP)
        before = sum(self.notes.requests.values())
        idle_memory = self.served.memory_mib
        cpu, count, skipped = await self._mails(people, options.rate, options.seconds)
        requests = sum(self.notes.requests.values()) - before
        await asyncio.sleep(4)  # the last news is shown
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        recorded = await asyncio.to_thread(_recorded, {event for event, _at in self.notes.heard})
        return {
            "agents": len(self.screens),
            "tickets": await asyncio.to_thread(Ticket.objects.filter(workspace=self.workspace).count),
            "mails_wanted_per_s": options.rate,
            "mails_read_per_s": round(count / options.seconds, 1),
            "mails_skipped": skipped,
            "server_cpu_s_per_s_mails_alone": round(alone, 2),
            "server_cpu_s_per_s": round(cpu, 2),
            "requests_per_s": round(requests / options.seconds, 1),
            "requests": dict(self.notes.requests),
            "request_ms": {kind: _spread(seconds) for kind, seconds in self.notes.seconds.items()},
            "heard_ms": _spread([at - recorded[event] for event, at in self.notes.heard if event in recorded]),
            "shown_ms": _spread([at - recorded[event] for event, at in self.notes.shown if event in recorded]),
            "resets": self.notes.resets,
            "errors": dict(self.notes.errors),
            "memory_mib": [round(idle_memory), round(self.served.memory_mib)],
        }

    async def _mails(self, people: Any, rate: float, seconds: float) -> tuple[float, int, int]:
        """CPU seconds of the server per second, mails that were read into tickets, mails not handed in."""
        if not seconds:
            return 0.0, 0, 0
        mailing = Mailing(Wire(self.served.port, self.program), people)
        newest = await asyncio.to_thread(_newest)
        cpu, begun = self.served.cpu_ms, time.monotonic()
        await mailing.run(rate, seconds)
        used = (self.served.cpu_ms - cpu) / 1000 / (time.monotonic() - begun)
        count = await asyncio.to_thread(_received_after, newest)
        await asyncio.to_thread(_until_read)
        return used, count, mailing.skipped + mailing.refused

    def _page(self, view: str, number: int | None) -> str:
        return f"/w/{self.workspace.slug}/inbox{f'/{number}' if number else ''}?view={view}"

    def _some_open(self, count: int) -> list[int | None]:
        """For every second agent a ticket that is open, newest first."""
        rows = Ticket.objects.filter(workspace=self.workspace, is_open=1).order_by("-number")
        numbers = list(rows.values_list("number", flat=True)[2 : count + 2])
        random.Random(7).shuffle(numbers)  # noqa: S311
        return [number if place % 2 else None for place, number in enumerate(numbers)]


def _newest() -> int:
    return Message.objects.order_by("-pk").values_list("pk", flat=True)[:1].get()


def _received_after(message: int) -> int:
    return Message.objects.filter(pk__gt=message, direction="inbound").count()


def _until_read() -> None:
    """Wait (at most a minute) for the mails that were handed in."""
    deadline = time.monotonic() + 60
    while engine().depth()["inbound"] and time.monotonic() < deadline:
        time.sleep(0.05)


def _recorded(events: set[int]) -> dict[int, float]:
    ids, found = sorted(events), {}
    for begin in range(0, len(ids), _SOME):
        rows = EventRow.objects.filter(pk__in=ids[begin : begin + _SOME]).values_list("pk", "at")
        found.update({pk: at.timestamp() for pk, at in rows})
    return found


def _spread(seconds: list[float]) -> dict[str, float]:
    """Milliseconds."""
    ordered = sorted(seconds)
    if not ordered:
        return {"count": 0}
    return {
        "count": len(ordered),
        **{f"p{part}": round(ordered[min(len(ordered) - 1, len(ordered) * part // 100)] * 1000, 1) for part in (50, 95, 99)},
    }
