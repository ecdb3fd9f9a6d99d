"""``percaya knowledge import FOLDER``: Markdown files become articles; what is wrong with some is said, the rest comes in."""

import argparse
import sys
from pathlib import Path

from django.utils import translation

from percaya.core.journal.actor import Actor
from percaya.core.knowledge.actions.importing import bring_in
from percaya.core.knowledge.bringing import Unreadable, read_folder
from percaya.runtime.commands import finding
from percaya.runtime.errors import FAILED, OK, Refusal


def run(options: argparse.Namespace) -> int:
    workspace = finding.workspace(options.workspace)
    folder = Path(options.folder)
    if not folder.is_dir():
        raise Refusal(f"{folder} is no folder. Nothing was imported.")
    try:
        bundle = read_folder(folder, language=options.language or workspace.language)
    except Unreadable as error:
        raise Refusal(f"{folder} cannot be read: {error}. Nothing was imported.") from error
    with translation.override("en"):
        done = bring_in(workspace_id=workspace.pk, bundle=bundle, member=None, may_publish=options.publish, by=Actor.system())
    for path, why in done.troubles:
        print(f"left out: {path}: {why}", file=sys.stderr)
    print(f"{done.made} new, {done.changed} changed, {done.published} published, {len(done.troubles)} left out")
    return FAILED if done.troubles and not done.made + done.changed else OK
