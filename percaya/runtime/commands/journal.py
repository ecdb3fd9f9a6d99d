"""``percaya journal verify``: recompute every hash; each break on a line, exit code 1 when there is one."""

import argparse

from percaya.core.journal import queries
from percaya.runtime.commands import finding
from percaya.runtime.errors import FAILED, OK


def run(options: argparse.Namespace) -> int:
    only = finding.workspace(options.workspace).pk if options.workspace else None
    breaks = 0
    for broken in queries.verify(only):
        breaks += 1
        print(f"{broken.stream} no. {broken.seq} (event {broken.event_id}): {broken.why}")
    print("Every chain is whole." if not breaks else f"{breaks} breaks.")
    return FAILED if breaks else OK
