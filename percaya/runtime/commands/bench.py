"""``percaya bench``: ``live`` is measured here; ``load``, ``http`` and ``desk`` by percaya/bench."""

import argparse
import importlib
from importlib.util import find_spec

from percaya.runtime.errors import OK, USAGE, Refusal
from percaya.runtime.live import bench, bench_server


def run(options: argparse.Namespace) -> int:
    match options.what:
        case "live":
            parser = argparse.ArgumentParser(prog="percaya bench live")
            bench.arguments(parser)
            print(bench.dump(bench.run(parser.parse_args(options.rest))))
            return OK
        case "live-server":
            return bench_server.run()
    if find_spec("percaya.bench") is None:
        raise Refusal("This build carries no benchmarks but `live`.", USAGE)
    return int(importlib.import_module("percaya.bench").main([options.what, *options.rest]) or OK)
