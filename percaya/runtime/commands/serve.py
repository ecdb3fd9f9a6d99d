"""``percaya serve``: the whole house in one process."""

import argparse
import sys

import structlog
from django.conf import settings
from django.db import connection

from percaya.core.journal.jobs import engine
from percaya.demo.phones import keeping
from percaya.runtime import doors, server, services, start
from percaya.runtime.errors import OK
from percaya.runtime.plans import number, plan

log = structlog.get_logger("percaya.start")


def run(options: argparse.Namespace) -> int:
    start.make_ready(settings.HOME, pages=True)
    with start.hold_alone(settings.HOME):
        if back := start.bring_back_jobs():
            log.info("jobs that were cut short begin again", jobs=back)
        played = services.Service("stand-ins", keeping.run)  # the vendors of a demo's channels
        staff = [*services.workers(options.concurrency), *services.timers(), *doors.services(insist=True), played]
        server.serve(plan(services=staff, on_ready=_greet))
        services.checkpoint()
        connection.close()
    return OK


def _greet(port: int) -> None:
    """Where to look, said once the door is open."""
    address = settings.PUBLIC_URL if port == number("PERCAYA_PORT", 8000) else f"http://127.0.0.1:{port}"
    print(f"Percaya is open at {address}", file=sys.stderr)
    if link := start.setup_link():
        print(f"Set it up (this link works once): {link}", file=sys.stderr)
    if stuck := engine().depth()["stuck"]:
        print(f"{stuck} jobs gave up and wait for someone: percaya stuck list", file=sys.stderr)
    connection.close()
    sys.stderr.flush()
    start.warm_up()
