"""A look into a house's database from a process of its own: ``python -m tests.journeys.killing.inside WORD``, or
``MODULE:WORD`` for what another test asks."""

import importlib
import json
import os
import sys

if __name__ == "__main__":
    scaled = "scaled" if os.environ.get("PERCAYA_DATABASE_URL") else "embedded"
    os.environ["DJANGO_SETTINGS_MODULE"] = f"percaya.settings.{scaled}"
    importlib.import_module("percaya.runtime.wake").wake()
    importlib.import_module("percaya.core.journal.reactions").flow()
    word, *more = sys.argv[1:]
    module, _, name = word.rpartition(":")
    asked = importlib.import_module(module or "tests.journeys.killing.audit")
    print(json.dumps(getattr(asked, name)(*more)))
