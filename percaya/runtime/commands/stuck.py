"""``percaya stuck``: jobs that gave up; look at them, try them again, or give them up for good."""

import argparse

from percaya.core.journal.jobs import engine
from percaya.runtime.errors import FAILED, OK, USAGE, Refusal

MOST = 100_000


def run(options: argparse.Namespace) -> int:
    if options.verb == "list":
        return _list()
    ids = [job.id for job in engine().stuck(limit=MOST)] if options.all else options.ids
    if not ids and not options.all:
        raise Refusal("Name the jobs by the ids that `percaya stuck list` shows, or say --all. Nothing was changed.", USAGE)
    act = engine().retry if options.verb == "retry" else engine().drop
    missing = [job_id for job_id in ids if not act(job_id)]
    print(f"{len(ids) - len(missing)} jobs: {options.verb}")
    if missing:
        raise Refusal(f"These are not stuck (any more): {', '.join(map(str, missing))}.", FAILED)
    return OK


def _list() -> int:
    for job in engine().stuck(limit=MOST):
        print(f"{job.id}\t{job.at:%Y-%m-%d %H:%M:%S}Z\t{job.kind}\t{job.attempts} tries\t{' '.join(job.error.split())}")
    return OK
