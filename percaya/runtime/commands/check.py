"""``percaya check``: database, jobs, followers, disk; one line each."""

import argparse

from percaya.runtime import health
from percaya.runtime.errors import FAILED, OK


def run(options: argparse.Namespace) -> int:
    report = health.check()
    for part, trouble in report.problems.items():
        print(f"{part}: {trouble}")
    if report.ready:
        print("All is well.")
    return OK if report.ready else FAILED
