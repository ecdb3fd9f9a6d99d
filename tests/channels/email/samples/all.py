"""Every sample by name, and how it becomes two files."""

import json
from pathlib import Path

from percaya.channels import email
from tests.channels.email.samples import automatic, bounces, broken, charsets, files, headers, markup, ordinary, quotes
from tests.channels.email.samples.making import Sample

PAYLOADS = Path(email.__file__).parent / "payloads"
_GROUPS = (ordinary, headers, charsets, quotes, markup, files, automatic, bounces, broken)


def all_samples() -> dict[str, Sample]:
    """Samples by file name, e.g. "quotes-gmail-id"."""
    found: dict[str, Sample] = {}
    for group in _GROUPS:
        prefix = group.__name__.rpartition(".")[2]
        for name, sample in group.SAMPLES.items():
            found[f"{prefix}-{name}"] = sample
    return found


def files_of(sample: Sample) -> tuple[bytes, bytes]:
    """The .eml and the .expected.json."""
    expected = json.dumps(sample.expected(), ensure_ascii=False, indent=1) + "\n"
    return sample.raw, expected.encode()


def write_all() -> int:
    """Writes the files; gives how many samples there are."""
    samples = all_samples()
    PAYLOADS.mkdir(exist_ok=True)
    for name, sample in samples.items():
        raw, expected = files_of(sample)
        (PAYLOADS / f"{name}.eml").write_bytes(raw)
        (PAYLOADS / f"{name}.expected.json").write_bytes(expected)
    return len(samples)
