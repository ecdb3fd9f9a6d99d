"""``percaya bench chat``: visitors of a live chat who sit there, and messages both ways, on a served process.

Every visitor has written once and has a stream; half of the messages are answers of an agent through the API, half are words of
visitors. An answer is timed from its acceptance until the visitor's panel is told and until it shows it, a visitor's word until
the agent's page is told. Panels behave as the page's script does (``visitors.py``).
"""

import argparse
import asyncio
import os
import random
import resource
import time
from typing import Any

import orjson
from django.conf import settings
from django.db import connection

from percaya.bench.desk import _spread
from percaya.bench.pacing import on_schedule
from percaya.bench.serving import CannotMeasure, DidNotStart, Served
from percaya.bench.visiting import Visitor
from percaya.bench.visitors import COMING, Guest, Heard
from percaya.bench.wire import Broken, Wire
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Message
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.actions.members import add_member
from percaya.core.workspace.actions.workspaces import create_workspace
from percaya.core.workspace.models import ChannelAccount, Member, User
from percaya.runtime import start
from percaya.web.api.ids import encode

AT_ONCE = 64  # messages under way; more than these would only queue up here
BEGINNING = 8  # visitors who begin at once
CALM = 5.0  # seconds before and after
_SOME = 500


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--visitors", type=int, default=2000, metavar="N", help="connected (2000)")
    parser.add_argument("--rate", type=float, default=50, metavar="N", help="messages a second, both ways together (50)")
    parser.add_argument("--seconds", type=float, default=60, metavar="N", help="how long (60)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Raises ``CannotMeasure``. Makes a workspace of its own in this data folder."""
    start.make_ready(settings.HOME, pages=True)
    _many_files(options.visitors * 3 + 512)
    member, account = _shop()
    try:
        with Served() as served:
            return asyncio.run(_Hall(served, member, account).measured(options))
    except (DidNotStart, Broken, OSError) as error:
        raise CannotMeasure(str(error)) from error


class _Hall:
    def __init__(self, served: Served, member: Member, account: ChannelAccount) -> None:
        self.served, self.heard = served, Heard()
        self.chat = f"/chat/{public_ids.encode('account', account.pk)}"
        agent = Visitor(served.port, member)
        self.live = f"/w/{member.workspace.slug}/live/token"
        self.page, self.program = Wire(served.port, agent.page), Wire(served.port, agent.program)
        self.guests: list[Guest] = []
        self.asked: dict[int, float] = {}  # ticket number -> when the visitor's word was accepted, 0 before
        self.noticed: list[float] = []
        self.sent = self.skipped = 0

    async def measured(self, options: argparse.Namespace) -> dict[str, Any]:
        memory = [self.served.memory_mib]
        self.guests = [Guest(self.served.port, self.chat, self.heard, place) for place in range(options.visitors)]
        for some in range(0, len(self.guests), BEGINNING):
            await asyncio.gather(*(guest.begin() for guest in self.guests[some : some + BEGINNING]))
        await asyncio.to_thread(_tickets, self.guests)
        await asyncio.sleep(CALM)
        memory.append(self.served.memory_mib)
        tasks = [asyncio.create_task(guest.listen()) for guest in self.guests]
        tasks.append(asyncio.create_task(self._watch()))
        await asyncio.sleep(COMING + CALM)
        memory.append(self.served.memory_mib)
        self.heard.requests.clear()
        cpu, begun = self.served.cpu_ms, time.monotonic()
        await self._talk(options.rate, options.seconds)
        took = time.monotonic() - begun
        used = (self.served.cpu_ms - cpu) / 1000 / took
        requests = dict(self.heard.requests)
        await asyncio.sleep(CALM)  # the last news is shown
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return {
            "visitors": len(self.guests),
            "database": connection.vendor,
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
            "messages_wanted_per_s": options.rate,
            "messages_per_s": round(self.sent / took, 1),
            "messages_skipped": self.skipped,
            "answer_told_ms": _spread(self.heard.told),
            "answer_shown_ms": _spread(self.heard.shown),
            "word_told_to_agent_ms": _spread(self.noticed),
            "requests": requests,
            "server_cpu_s_per_s": round(used, 2),
            "memory_mib": {
                name: round(value)
                for name, value in zip(
                    ("started", "all_wrote", "all_connected", "end"), [*memory, self.served.memory_mib], strict=True
                )
            },
            "memory_per_visitor_kib": round((memory[2] - memory[1]) * 1024 / max(1, len(self.guests)), 1),
            "errors": dict(self.heard.errors),
        }

    async def _talk(self, rate: float, seconds: float) -> None:
        """On schedule, not one after the other; what finds ``AT_ONCE`` under way is skipped and counted."""
        self.skipped += await on_schedule(rate, seconds, AT_ONCE, self._word)

    async def _word(self, count: int, _due: float) -> None:
        guest = random.choice(self.guests)  # noqa: S311
        await (self._answer(guest, count) if count % 2 else self._ask(guest, count))

    async def _answer(self, guest: Guest, count: int) -> None:
        words = f"bench-{count}"
        path = f"/api/v1/tickets/{encode('ticket', guest.ticket)}/replies"
        guest.expect(words)
        try:
            await self.program.send(path, orjson.dumps({"text": words}), "application/json")
        except Broken as error:
            self.heard.failed("answer", error)
            return
        guest.accepted(words)
        self.sent += 1

    async def _ask(self, guest: Guest, count: int) -> None:
        self.asked[guest.number] = 0.0
        try:
            at = await guest.say(f"Pertanyaan {count}")
        except Broken as error:
            self.heard.failed("say", error)
            return
        if guest.number in self.asked:
            self.asked[guest.number] = at
        self.sent += 1

    async def _watch(self) -> None:
        """The agent's page hears of every ticket."""
        token = orjson.loads(await self.page.get(self.live))
        async for news in self.page.listen(f"{token['stream']}&last={token['at']}"):
            said = orjson.loads(news.data)
            if news.event == "change" and said.get("kind") == "message.received" and said["ticket"] in self.asked:
                at = self.asked.pop(said["ticket"])  # none yet: heard before its sender knew that it was accepted
                self.noticed.append(time.time() - at if at else 0.0)


def _shop() -> tuple[Member, ChannelAccount]:
    system = Actor.system()
    workspace = create_workspace(name="Percaya Bench Chat", by=system)
    user = User(email=f"chat{workspace.pk}@bench.example", name="Dewi")
    user.set_unusable_password()
    user.save()
    member = add_member(workspace=workspace, user=user, role="owner", by=system)
    chat = {"unanswered_after": 0}
    return member, connect_account(workspace=workspace, channel="webchat", name="Chat", settings=chat, by=system)


def _tickets(guests: list[Guest]) -> None:
    known = {guest.first: guest for guest in guests}
    words = list(known)
    for begin in range(0, len(words), _SOME):
        rows = Message.objects.filter(body_text__in=words[begin : begin + _SOME]).order_by("pk")
        for text, ticket, number in rows.values_list("body_text", "ticket_id", "ticket__number"):
            known[text].ticket, known[text].number = ticket, number
    connection.close()


def _many_files(wanted: int) -> None:
    """Each visitor is two or three connections here and as many there; the server inherits the limit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(_soft, most), hard))
