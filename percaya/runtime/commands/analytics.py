"""``percaya analytics rebuild``: count everything anew from the journal, while the desk goes on."""

import argparse

from percaya.runtime import progress
from percaya.runtime.commands import finding
from percaya.runtime.errors import OK
from percaya.stages.analytics.actions.rebuilding import rebuild


def run(options: argparse.Namespace) -> int:
    only = finding.workspace(options.workspace).pk if options.workspace else None
    line = progress.Line()
    done = rebuild(workspace_id=only, progress=lambda count: line(f"{count:,} tickets", count))
    line.done()
    print(f"{done:,} tickets counted anew. Calendars stay as they were pinned.")
    return OK
