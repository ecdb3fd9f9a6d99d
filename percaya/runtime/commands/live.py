"""``percaya live``: the live hub alone. A proxy sends ``/rt/`` here."""

import argparse
import sys

from django.conf import settings

from percaya.runtime import server, start
from percaya.runtime.errors import OK
from percaya.runtime.plans import plan


def run(options: argparse.Namespace) -> int:
    start.make_ready(settings.HOME, pages=False)
    server.serve(plan(services=[], pages=False, on_ready=_greet))
    return OK


def _greet(port: int) -> None:
    print(f"Percaya's live hub listens on port {port}", file=sys.stderr, flush=True)
