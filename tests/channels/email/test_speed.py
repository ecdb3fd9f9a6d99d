"""An ordinary mail costs next to nothing, and so does starting up."""

import subprocess
import sys
import time
from pathlib import Path

from tests.channels.email.mails import read
from tests.channels.email.samples.making import mail, parts

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


def test_an_ordinary_mail_of_five_kilobytes_is_read_in_three_milliseconds() -> None:
    assert 4_500 < len(ORDINARY) < 6_000
    read(ORDINARY)
    assert min(_cpu() for _ in range(10)) < 0.003


def _cpu() -> float:
    started = time.process_time()
    read(ORDINARY)
    return time.process_time() - started


def test_finding_all_channels_is_quick_enough_to_be_done_at_every_start() -> None:
    code = (
        "import time; t = time.process_time(); from percaya.channels.registry import channels; channels(); "
        "print(time.process_time() - t)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert float(done.stdout) < 1.0  # about 0.15 s; the margin is for a busy machine
