"""``percaya restore FILE``: into an empty data folder, with Percaya stopped."""

import argparse
from pathlib import Path

from django.conf import settings
from django.db import connection

from percaya.core.journal import queries
from percaya.runtime import backup, progress, start
from percaya.runtime.errors import FAILED, OK


def run(options: argparse.Namespace) -> int:
    line = progress.Line()
    settings.HOME.prepare()
    with start.hold_alone(settings.HOME):
        manifest = backup.restore(Path(options.file), settings.HOME, force=options.force, progress=line)
        connection.close()
        start.make_ready(settings.HOME, pages=False)
        line("journal", 0)
        broken = next(queries.verify(), None)
        line.done()
    print(f"Restored the backup of {manifest['made_at']} ({len(manifest['sha256'])} files).")
    if broken:
        print(f"But its journal does not verify: {broken.stream} no. {broken.seq}: {broken.why}")
    return FAILED if broken else OK
