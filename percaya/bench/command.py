"""The five commands."""

import argparse
import sys
import time
from collections.abc import Sequence

import orjson
from django.conf import settings

from percaya.bench import chat, desk, driving, hooks, load
from percaya.bench.serving import CannotMeasure
from percaya.runtime import start


def main(argv: Sequence[str]) -> int:
    """``load N``, or another verb with its options; 0 when done, 2 for a wrong call, 1 for what cannot be done now."""
    parser = argparse.ArgumentParser(prog="percaya bench")
    verbs = parser.add_subparsers(dest="verb", required=True)
    loading = verbs.add_parser("load", help="N tickets of five messages, 200 agents, 20 teams")
    loading.add_argument("tickets", type=int, metavar="N")
    driving.arguments(verbs.add_parser("http", help="drive the served app, one request at a time"))
    desk.arguments(verbs.add_parser("desk", help="a room of agents at their screens while customers write"))
    hooks.arguments(verbs.add_parser("hooks", help="a vendor's webhooks while mail and a bulk run work"))
    chat.arguments(verbs.add_parser("chat", help="visitors of a live chat who sit there, and messages both ways"))
    options = parser.parse_args(argv)
    return _load(options.tickets) if options.verb == "load" else _measure(options)


def _load(tickets: int) -> int:
    start.make_ready(settings.HOME, pages=False)
    started = time.perf_counter()
    try:
        workspace = load.load(tickets, _progress)
    except load.AlreadyLoaded as error:
        print(error, file=sys.stderr)
        return 1
    seconds = time.perf_counter() - started
    print(f"\r{tickets} tickets in {workspace.slug}, {seconds:.0f} s ({tickets / seconds:.0f} tickets/s)")
    return 0


def _measure(options: argparse.Namespace) -> int:
    try:
        figures = {"chat": chat.run, "desk": desk.run, "hooks": hooks.run, "http": driving.run}[options.verb](options)
    except CannotMeasure as error:
        print(error, file=sys.stderr)
        return 1
    print(orjson.dumps(figures, option=orjson.OPT_INDENT_2).decode())
    return 0


def _progress(what: str, count: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{what} {count}")
        sys.stderr.flush()
