"""``percaya init``: a workspace and its owner, without a browser (for scripts and containers)."""

import argparse
import sys

from django.conf import settings
from django.db import transaction

from percaya.core.journal.actor import Actor
from percaya.core.workspace.actions.members import add_member, create_user
from percaya.core.workspace.actions.workspaces import create_workspace
from percaya.runtime import start
from percaya.runtime.errors import OK


def run(options: argparse.Namespace) -> int:
    password = sys.stdin.readline().rstrip("\r\n")
    start.make_ready(settings.HOME, pages=False)
    with transaction.atomic():
        user = create_user(email=options.admin, name=options.name, password=password)
        workspace = create_workspace(
            name=options.workspace, language=options.language, time_zone=options.time_zone, by=Actor.system()
        )
        add_member(workspace=workspace, user=user, role="owner", by=Actor.system())
    print(workspace.slug)
    return OK
