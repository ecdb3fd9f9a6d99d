"""``percaya check``: database, jobs, followers, disk, and settings that are weak; one line each."""

import argparse

from percaya.runtime import health
from percaya.runtime.errors import FAILED, OK
from percaya.runtime.weak import weaknesses


def run(options: argparse.Namespace) -> int:
    report = health.check()
    for part, trouble in report.problems.items():
        print(f"{part}: {trouble}")
    for weakness in weaknesses():
        print(f"weak: {weakness}")
    if report.ready:
        print("All is well.")
    return OK if report.ready else FAILED
