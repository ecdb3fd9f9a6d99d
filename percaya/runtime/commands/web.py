"""``percaya web``: pages alone; ``live`` and ``worker`` run elsewhere."""

import argparse
import sys

from django.conf import settings

from percaya.runtime import server, start
from percaya.runtime.errors import OK
from percaya.runtime.plans import plan


def run(options: argparse.Namespace) -> int:
    start.make_ready(settings.HOME, pages=True)
    server.serve(plan(services=[], live=False, on_ready=_greet))
    return OK


def _greet(port: int) -> None:
    print(f"Percaya's pages are open on port {port}", file=sys.stderr, flush=True)
    start.warm_up()
