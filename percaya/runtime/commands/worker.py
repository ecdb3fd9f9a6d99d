"""``percaya worker``: jobs, timers, followers and mail doors. Any number may run; each thing is done by one of them."""

import argparse
import sys

from django.conf import settings

from percaya.runtime import doors, server, services, start
from percaya.runtime.errors import OK


def run(options: argparse.Namespace) -> int:
    start.make_ready(settings.HOME, pages=False)
    print("Percaya's worker is at work", file=sys.stderr, flush=True)
    server.work([*services.workers(options.concurrency), *services.timers(), *doors.services(insist=False)])
    return OK
