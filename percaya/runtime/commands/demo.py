"""``percaya demo load|clear``: a believable shop to look at; it never sends anything and goes in one command."""

import argparse
import importlib

from django.conf import settings

from percaya.runtime import progress, start
from percaya.runtime.errors import OK


def run(options: argparse.Namespace) -> int:
    start.make_ready(settings.HOME, pages=False)
    demo = importlib.import_module("percaya.demo")
    line = progress.Line()
    said = demo.load(line) if options.verb == "load" else demo.clear()
    line.done()
    if said:
        print(said)
    return OK
