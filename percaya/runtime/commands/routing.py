"""``percaya routing recount``: make the load of everybody anew from their tickets, while the desk goes on."""

import argparse

from percaya.core.workspace.models import Workspace
from percaya.runtime.commands import finding
from percaya.runtime.errors import OK
from percaya.stages.routing.actions.loads import recount


def run(options: argparse.Namespace) -> int:
    only = [finding.workspace(options.workspace)] if options.workspace else list(Workspace.objects.order_by("pk"))
    for workspace in only:
        wrong = recount(workspace.pk)
        print(f"{workspace.slug}: {f'{wrong} loads were wrong and are right now' if wrong else 'every load was right'}.")
    return OK
