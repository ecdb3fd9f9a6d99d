"""``percaya bench hooks``: a vendor's webhooks at a steady rate while mail and a bulk run work, all in one served process.

The webhooks are WhatsApp's, signed with the account's secret; each tells of one message, half of them of somebody who wrote
before. "Acknowledged" is the time from the moment a webhook was due (not from when we got round to it) to the end of its
answer, which is given only once the arrival is durable. What was read into tickets meanwhile, and how long the rest took, is
counted afterwards.
"""

import argparse
import asyncio
import itertools
import os
import random
import secrets
import time
from collections import Counter
from typing import Any

import orjson
from django.conf import settings

from percaya.bench import load
from percaya.bench.mailing import Mailing
from percaya.bench.pacing import on_schedule
from percaya.bench.serving import CannotMeasure, DidNotStart, Served
from percaya.bench.visiting import Failed, Visitor
from percaya.bench.wire import Broken, Wire
from percaya.channels.common.graph import signature
from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.tickets.models import Ticket
from percaya.core.workspace.actions.accounts import connect_account
from percaya.core.workspace.models import ChannelAccount, Member, Workspace
from percaya.runtime import start
from percaya.stages.intake.models import Arrival, ArrivalState

CHANNEL = "whatsapp"
PEOPLE = 2000
KNOWN = 0.5  # of the webhooks: somebody who wrote before
AT_ONCE = 400  # under way; more than these would only queue up here, and are counted as skipped
PATIENCE = 180.0  # seconds that the rest may take to be read
_NAMES = itertools.count(int(time.time() * 1000))


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rate", type=float, default=200, metavar="N", help="webhooks a second (200)")
    parser.add_argument("--seconds", type=float, default=20, metavar="N", help="how long (20)")
    parser.add_argument("--mails", type=float, default=5, metavar="N", help="mails a second beside them (5)")
    parser.add_argument("--bulk", type=int, default=2000, metavar="N", help="tickets that a bulk run changes meanwhile (2000)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Raises ``CannotMeasure``."""
    start.make_ready(settings.HOME, pages=True)
    workspace = Workspace.objects.filter(slug=load.SLUG).first()
    if workspace is None:
        raise CannotMeasure("There is nothing to measure on here. Run: percaya bench load 5000")
    owner = Member.objects.select_related("user", "workspace").get(workspace=workspace, user__email="agen1@bench.example")
    vendor = Vendor(workspace)
    try:
        with Served() as served:
            return asyncio.run(_measured(served, Visitor(served.port, owner), vendor, options))
    except (DidNotStart, Broken, Failed, OSError) as error:
        raise CannotMeasure(str(error)) from error


class Vendor:
    """The other side: an account of its own for each measurement, and webhooks as it would post them."""

    def __init__(self, workspace: Workspace) -> None:
        self.secret, number = secrets.token_hex(16), str(next(_NAMES))
        self.account: ChannelAccount = connect_account(
            workspace=workspace,
            channel=CHANNEL,
            name="Bench WhatsApp",
            address=number,
            settings={"waba_id": "1"},
            secrets={"app_secret": self.secret, "access_token": "x", "verify_token": "x"},
            by=Actor.system(),
        )
        self.path = f"/hooks/{CHANNEL}/{public_ids.encode('account', self.account.pk)}"

    def webhook(self) -> tuple[bytes, str]:
        """The body and its signature."""
        count = next(_NAMES)
        person = str(6281000000000 + (random.randrange(PEOPLE) if random.random() < KNOWN else count % 10**9))  # noqa: S311
        said = {
            "from": person,
            "id": f"wamid.{count}",
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": f"Halo kak, paket saya belum sampai ya ({count}). Mohon dibantu."},
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "+62 811", "phone_number_id": self.account.address},
            "contacts": [{"profile": {"name": "Sri"}, "wa_id": person}],
            "messages": [said],
        }
        entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
        body = orjson.dumps({"object": "whatsapp_business_account", "entry": [entry]})
        return body, signature(self.secret, body)


class Knocking:
    """On schedule, not one after the other."""

    def __init__(self, port: int, vendor: Vendor) -> None:
        self.wire, self.vendor = Wire(port, {}), vendor
        self.seconds: list[float] = []
        self.errors: Counter[str] = Counter()
        self.skipped = 0

    async def run(self, rate: float, seconds: float) -> None:
        self.skipped += await on_schedule(rate, seconds, AT_ONCE, self._knock)
        self.wire.close()

    async def _knock(self, _count: int, due: float) -> None:
        body, signed = self.vendor.webhook()
        try:
            await self.wire.send(self.vendor.path, body, f"application/json\r\nX-Hub-Signature-256: {signed}")
            self.seconds.append(time.monotonic() - due)
        except (Broken, OSError) as error:
            self.errors[str(error).rpartition(": ")[2]] += 1


async def _measured(served: Served, visitor: Visitor, vendor: Vendor, options: argparse.Namespace) -> dict[str, Any]:
    await Knocking(served.port, vendor).run(20, 2)  # what is made at the first request is made
    await asyncio.to_thread(_left_after, vendor.account, PATIENCE)
    warmed = await asyncio.to_thread(Arrival.objects.filter(account=vendor.account).count)
    program = Wire(served.port, visitor.program)
    knocking, mailing = Knocking(served.port, vendor), Mailing(program, [])
    run_id = await asyncio.to_thread(_begin_bulk, visitor, vendor.account, options.bulk)
    pressure, cpu, begun = os.getloadavg()[0], served.cpu_ms, time.monotonic()
    mails = mailing.run(options.mails, options.seconds) if options.mails else asyncio.sleep(0)
    await asyncio.gather(knocking.run(options.rate, options.seconds), mails)
    took = time.monotonic() - begun
    used = (served.cpu_ms - cpu) / 1000 / took
    changed = orjson.loads(await program.get(f"/api/v1/bulk/{run_id}"))["changed"] if run_id else 0
    left = await asyncio.to_thread(_unread, vendor.account)
    rest = time.monotonic()
    lost = await asyncio.to_thread(_left_after, vendor.account, PATIENCE)
    kept = await asyncio.to_thread(Arrival.objects.filter(account=vendor.account).count) - warmed
    return {
        "webhooks_wanted_per_s": options.rate,
        "acknowledged_per_s": round(len(knocking.seconds) / took, 1),
        "acknowledged_ms": _spread(knocking.seconds),
        "errors": dict(knocking.errors),
        "skipped": knocking.skipped,
        "kept": kept,
        "read_meanwhile": kept - left,
        "rest_read_in_s": round(time.monotonic() - rest, 1),
        "unread_at_the_end": lost,
        "mails": {"taken": mailing.sent, "refused": mailing.refused, "skipped": mailing.skipped},
        "bulk_tickets_changed_meanwhile": changed,
        "server_cpu_s_per_s": round(used, 2),
        "memory_mib": round(served.memory_mib),
        "load_before_and_after": [round(pressure, 1), round(os.getloadavg()[0], 1)],
        "cores": os.cpu_count(),
    }


def _begin_bulk(visitor: Visitor, account: ChannelAccount, count: int) -> str:
    """A change of priority that every ticket of the run has to make; "" for no run."""
    rows = Ticket.objects.filter(workspace_id=account.workspace_id, is_open=1).exclude(priority="high").order_by("pk")
    tickets = [public_ids.encode("ticket", pk) for pk in rows.values_list("pk", flat=True)[:count]]
    if not tickets:
        return ""
    asked = {"deed": "priority", "tickets": tickets, "priority": "high"}
    return str(orjson.loads(visitor.post("/api/v1/bulk", asked).body)["id"])


def _unread(account: ChannelAccount) -> int:
    return Arrival.objects.filter(account=account, state=ArrivalState.ACCEPTED).count()


def _left_after(account: ChannelAccount, patience: float) -> int:
    """How many are still unread after at most so many seconds."""
    deadline = time.monotonic() + patience
    while (left := _unread(account)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def _spread(seconds: list[float]) -> dict[str, float]:
    """Milliseconds."""
    ordered = sorted(seconds)
    if not ordered:
        return {"count": 0}
    places = {f"p{part}": ordered[min(len(ordered) - 1, len(ordered) * part // 100)] for part in (50, 95, 99)}
    return {"count": len(ordered), **{name: round(at * 1000, 1) for name, at in {**places, "most": ordered[-1]}.items()}}
