"""A worker as a process of its own, on the test's database: ``python worker_process.py DATABASE LEASE``."""

import signal
import sys
import threading

import django
from django.conf import settings

if __name__ == "__main__":
    settings.DATABASES["default"]["NAME"] = sys.argv[1]
    settings.PERCAYA_JOB_LEASE = float(sys.argv[2])
    django.setup()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    from percaya.core.journal.jobs import engine
    from percaya.core.journal.reactions import flow

    flow()  # registers the kinds
    print("ready", flush=True)
    engine().work(stop, queues=("bulk",), concurrency=1)
