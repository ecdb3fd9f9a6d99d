"""``percaya bench http``: the served app on measured data, one request at a time over the loopback. For each thing a
person or program does: wall time (p50, p95), CPU of the server process, size of the answer; SQLite alone beside it."""

import argparse
import itertools
import os
import re
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.parse import quote

import orjson
from django.conf import settings
from django.db import connection

from percaya.bench import bare, load
from percaya.bench.desk_views import view_of
from percaya.bench.serving import CannotMeasure, DidNotStart, Served
from percaya.bench.visiting import Failed, Reply, Visitor
from percaya.core.journal.jobs import engine
from percaya.core.tickets.models import Ticket
from percaya.core.tickets.queries.views import ALL_ORDERS
from percaya.core.workspace.models import Member, Workspace
from percaya.runtime import start
from percaya.web.api.ids import encode

_AFTER = re.compile(rb'after=([^"&\']+)')
_NAMES = itertools.count(int(time.time() * 1000))


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=40, metavar="N", help="requests of each kind (40)")
    parser.add_argument("--only", default="", metavar="WORDS", help="only kinds whose name holds these words")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Raises ``CannotMeasure``."""
    start.make_ready(settings.HOME, pages=True)
    workspace = Workspace.objects.filter(slug=load.SLUG).first()
    if workspace is None:
        raise CannotMeasure("There is nothing to measure on here. Run: percaya bench load 100000")
    total = Ticket.objects.filter(workspace=workspace).count()
    owner = Member.objects.select_related("user", "workspace").get(workspace=workspace, user__email="agen1@bench.example")
    try:
        with Served() as served:
            try:
                return _measured(served, Visitor(served.port, owner), workspace, total, options)
            except (OSError, HTTPException) as error:
                raise CannotMeasure(f"The server went away ({error}). {served.last_words}") from error
    except (DidNotStart, Failed) as error:
        raise CannotMeasure(str(error)) from error


def _measured(served: Served, visitor: Visitor, workspace: Workspace, total: int, options: argparse.Namespace) -> dict[str, Any]:
    time.sleep(1.5)  # start-up work is over, the idle figure is one
    idle = served.memory_mib
    tickets = {count: _open_ticket(workspace, count) for count in (load.MESSAGES, load.LONG, load.LONGEST)}
    view = view_of(visitor.member, 1)
    named = dict(Ticket.objects.filter(pk__in=tickets.values()).values_list("message_count", "number"))
    kinds = {
        **_pages(visitor, workspace.slug, named, view),
        **_program(visitor, tickets),
        **_writes(visitor, workspace.slug, tickets),
    }
    figures = {
        name: _figure(served, work, options.rounds) for name, work in kinds.items() if options.only.lower() in name.lower()
    }
    return {
        "tickets": total,
        "database": connection.vendor,
        "cores": os.cpu_count(),
        "rounds": options.rounds,
        "start_s": round(served.started_in, 2),
        "memory_idle_mib": round(idle),
        "memory_after_mib": round(served.memory_mib),
        "milliseconds": figures,
        "bare_sqlite_p50_ms": bare.measure(workspace.pk, tickets, options.rounds) if connection.vendor == "sqlite" else {},
    }


def _open_ticket(workspace: Workspace, messages: int) -> int:
    rows = Ticket.objects.filter(workspace=workspace, message_count=messages, is_open=1)
    return rows.order_by("-number").values_list("pk", flat=True)[:1].get()


def _pages(visitor: Visitor, slug: str, named: dict[int, int], view: str) -> dict[str, Callable[[], Reply]]:
    room = f"/w/{slug}"
    return {
        "list": lambda: visitor.get(f"{room}/inbox?view=open"),
        **{f"list by {sort}": _page(visitor, f"{room}/inbox?view=open&sort={sort}") for sort in ALL_ORDERS},
        "list of a saved view, three conditions": lambda: visitor.get(f"{room}/inbox?view={view}"),
        "list, rows only": lambda: visitor.get(f"{room}/inbox?view=done&part=rows"),
        "list, rows of page 100": _hundredth(visitor, f"{room}/inbox?view=done&part=rows"),
        **{f"ticket of {count} messages": _page(visitor, f"{room}/inbox/{number}") for count, number in sorted(named.items())},
        "counts of all views": lambda: visitor.get(f"{room}/inbox/views"),
        "search rare": lambda: visitor.get(f"{room}/search?q={quote('INV-0000042')}"),
        "search common": lambda: visitor.get(f"{room}/search?q=paket"),
    }


def _page(visitor: Visitor, path: str) -> Callable[[], Reply]:
    return lambda: visitor.get(path)


def _program(visitor: Visitor, tickets: dict[int, int]) -> dict[str, Callable[[], Reply]]:
    ticket = encode("ticket", tickets[load.MESSAGES])
    return {
        "API list": lambda: visitor.get("/api/v1/tickets?limit=50&sort=urgent"),
        "API list, page 100": _hundredth_of_api(visitor),
        "API ticket": lambda: visitor.get(f"/api/v1/tickets/{ticket}"),
        "API messages": lambda: visitor.get(f"/api/v1/tickets/{encode('ticket', tickets[load.LONGEST])}/messages?limit=50"),
        "API search common": lambda: visitor.get("/api/v1/search?q=paket"),
        "API create": lambda: visitor.post("/api/v1/tickets", _new_ticket()),
        "API reply": lambda: visitor.post(f"/api/v1/tickets/{ticket}/replies", {"text": "Baik kak, kami cek dulu."}),
        "API note": lambda: visitor.post(f"/api/v1/tickets/{ticket}/notes", {"text": "Sudah saya telepon kurirnya."}),
    }


def _writes(visitor: Visitor, slug: str, tickets: dict[int, int]) -> dict[str, Callable[[], Reply]]:
    number = Ticket.objects.values_list("number", flat=True).get(pk=tickets[load.MESSAGES])
    room = f"/w/{slug}/inbox/{number}"
    return {
        "create": lambda: visitor.submit(f"/w/{slug}/new", _new_form()),
        "reply": lambda: visitor.submit(f"{room}/reply", {"text": "Baik kak, kami cek dulu.", "send_key": _name()}),
        "note": lambda: visitor.submit(f"{room}/note", {"text": "Sudah saya telepon kurirnya.", "send_key": _name()}),
        "mail in": lambda: visitor.send(f"/api/v1/inbound/email?to={load.MAILBOX}", _mail(), "message/rfc822"),
    }


def _figure(served: Served, work: Callable[[], Reply], rounds: int) -> dict[str, float]:
    """CPU is counted until the jobs that the requests left behind are done: a mail is in when it is read."""
    for _count in range(3):
        work()
    _until_idle()
    cpu = served.cpu_ms
    replies = [work() for _count in range(rounds)]
    _until_idle()
    used = served.cpu_ms - cpu
    times = sorted(reply.seconds * 1000 for reply in replies)
    return {
        "p50": round(times[len(times) // 2], 2),
        "p95": round(times[min(len(times) - 1, int(len(times) * 0.95))], 2),
        "cpu": round(used / rounds, 2),
        "kB": round(len(replies[-1].body) / 1000, 1),
    }


def _until_idle() -> None:
    """Wait (at most half a minute) for the inbound queue to empty."""
    deadline = time.monotonic() + 30
    while engine().depth()["inbound"] and time.monotonic() < deadline:
        time.sleep(0.02)


def _hundredth(visitor: Visitor, path: str) -> Callable[[], Reply]:
    """The last page there is, or the hundredth, found by following the links."""
    where = path
    for _page in range(99):
        found = _AFTER.search(visitor.get(where).body)
        if found is None:
            break
        where = f"{path}&after={found[1].decode()}"
    return lambda: visitor.get(where)


def _hundredth_of_api(visitor: Visitor) -> Callable[[], Reply]:
    path = where = "/api/v1/tickets?limit=50"
    for _page in range(99):
        cursor = orjson.loads(visitor.get(where).body)["next_cursor"]
        if cursor is None:
            break
        where = f"{path}&cursor={cursor}"
    return lambda: visitor.get(where)


def _new_ticket() -> dict[str, Any]:
    return {"contact": {"email": f"{_name()}@baru.example", "name": "Sri"}, "subject": "Retur", "text": "Mau retur, kak. " * 8}


def _new_form() -> dict[str, str]:
    return {"address": f"{_name()}@baru.example", "name": "Sri", "subject": "Retur", "text": "Catatan dari telepon."}


def _mail() -> bytes:
    name = _name()
    return (
        f"From: Sri <{name}@baru.example>\r\nTo: {load.MAILBOX}\r\nSubject: Paket {name}\r\nMessage-ID: <{name}@baru.example>\r\n"
        f"Date: Mon, 02 Nov 2026 09:15:00 +0700\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"Halo kak, paket saya belum sampai ya. Mohon dibantu.\r\n\r\nSri\r\n"
    ).encode()


def _name() -> str:
    return f"n{next(_NAMES)}"
