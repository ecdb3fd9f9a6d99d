"""An ordinary mail costs next to nothing, and so does starting up."""

import email
import email.policy
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.channels.email.mails import read
from tests.channels.email.samples.making import mail, parts
from tests.services.effort import computing

_TEXT = (
    "Halo kak, paket saya belum sampai sejak Senin.\n" * 40
    + "\nPada Sen, 2 Nov 2026 pukul 10.12 Toko <halo@tokosenja.example> menulis:\n> lama\n"
)
_BODY, _TYPE = parts(
    "alternative",
    f"Content-Type: text/plain; charset=utf-8\n\n{_TEXT}",
    f"Content-Type: text/html; charset=utf-8\n\n{'<p>Halo <b>kak</b>, paket saya belum sampai.</p>' * 55}",
)
ORDINARY = mail(_BODY, _TYPE)


def test_an_ordinary_mail_of_five_kilobytes_costs_little_more_than_taking_it_apart() -> None:
    assert 4_500 < len(ORDINARY) < 6_000
    read(ORDINARY)
    assert computing(partial(read, ORDINARY)) < 4 * computing(_taken_apart)  # half of it, measured


def _taken_apart() -> None:
    """What the standard library needs for the same bytes: the measure that is the same on every machine."""
    message = email.message_from_bytes(ORDINARY, policy=email.policy.default)
    for name in message:
        str(message[name])
    for part in message.walk():
        if not part.is_multipart():
            part.get_payload(decode=True)


def test_finding_all_channels_is_quick_enough_to_be_done_at_every_start() -> None:
    code = (
        "import time; t = time.process_time(); from percaya.channels.registry import channels; channels(); "
        "print(time.process_time() - t)"
    )
    root = Path(__file__).parents[3]
    run = partial(subprocess.run, [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert any(float(run().stdout) < 1.0 for _ in range(3))  # about 0.15 s; the margin is for a busy machine
