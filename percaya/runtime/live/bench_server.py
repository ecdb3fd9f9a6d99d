"""The measured side of ``percaya bench live``: the hub alone, recording an event for each line on standard input."""

import sys
import threading
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.journal.event import Event
from percaya.runtime import server, start
from percaya.runtime.plans import plan
from percaya.runtime.services import Service


@dataclass(frozen=True, kw_only=True)
class Measured(Event):
    kind = "bench.measured"
    sentence_en = "A measurement was made"
    sentence_id = "Pengukuran dilakukan"
    shown_on_timeline = False


def run() -> int:
    start.make_ready(settings.HOME, pages=False)
    server.serve(plan(services=[Service("orders", obey)], pages=False, on_ready=_greet))
    return 0


def obey(stop: threading.Event) -> None:
    for _ in sys.stdin:
        with transaction.atomic():
            record(Measured(workspace_id=1), by=Actor.system())
    stop.wait()


def _greet(port: int) -> None:
    print("Percaya's live hub listens", file=sys.stderr, flush=True)
