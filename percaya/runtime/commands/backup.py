"""``percaya backup FILE``: may run while Percaya serves."""

import argparse
from pathlib import Path

from django.conf import settings

from percaya.runtime import backup, progress
from percaya.runtime.errors import OK


def run(options: argparse.Namespace) -> int:
    line = progress.Line()
    size = backup.backup(Path(options.file), settings.HOME, line)
    line.done()
    print(f"{options.file}: {size:,} bytes. It holds the secret key: keep it as safe as the mail itself.")
    return OK
