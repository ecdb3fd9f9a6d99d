"""What browser tests measured, kept beside the other artefacts of a run: one line of JSON a measurement."""

import json
import os
from pathlib import Path

PLACE = Path(os.environ.get("PERCAYA_ARTEFACTS", "build/artefacts"))


def note(what: str, figures: dict[str, float | int]) -> None:
    """Print and keep a measurement."""
    line = json.dumps({"what": what, **figures})
    print(line)
    PLACE.mkdir(parents=True, exist_ok=True)
    with (PLACE / "browser-measures.jsonl").open("a") as file:
        file.write(f"{line}\n")
