"""The product itself as a process: ``percaya serve`` on a throw-away data folder and free loopback ports."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.services.databases import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class House:
    """``start``, ``stop`` (SIGTERM), ``kill`` (SIGKILL) as often as you like; everything it said is in ``home/said``."""

    home: Path
    more: Mapping[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ("serve",)
    module: str = "percaya"  # what is started
    prefix: tuple[str, ...] = ()  # what every process is started through (another namespace)
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.port, self.smtp_port = free_port(), free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        unset = ("PERCAYA_SECRET_KEY", "DJANGO_SETTINGS_MODULE")
        ports = {"PERCAYA_PORT": str(self.port), "PERCAYA_SMTP_PORT": str(self.smtp_port), "PERCAYA_PUBLIC_URL": self.url}
        kept = {name: value for name, value in os.environ.items() if name not in unset and "DATABASE_URL" not in name}
        return {**kept, "PERCAYA_HOME": str(self.home), "PYTHONPATH": str(ROOT), **ports, **self.more}

    def start(self, seconds: float = 120.0, *, wait: bool = True) -> "House":
        """``wait`` until it answers (a worker never does)."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "said").open("ab") as said:
            command = [*self.prefix, sys.executable, "-m", self.module, *self.command]
            self.process = subprocess.Popen(command, env=self.environment, stdout=said, stderr=said, cwd=ROOT)
        end = time.monotonic() + seconds
        while wait and not self.answers():
            assert self.process.poll() is None, f"it ended ({self.process.returncode}): {self.said()[-2000:]}"
            assert time.monotonic() < end, f"it did not come up: {self.said()[-2000:]}"
            time.sleep(0.03)
        return self

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self, seconds: float = 120.0) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(60)

    def run(self, *arguments: str, stdin: str | bytes = "") -> "subprocess.CompletedProcess[str]":
        """Another command on the same data folder."""
        command = [*self.prefix, sys.executable, "-m", "percaya", *arguments]
        given = stdin if isinstance(stdin, str) else stdin.decode("latin-1")
        return subprocess.run(
            command, env=self.environment, input=given, capture_output=True, text=True, timeout=240, cwd=ROOT, check=False
        )

    def said(self) -> str:
        return (self.home / "said").read_text(errors="replace")


@contextmanager
def house(home: Path, more: Mapping[str, str] | None = None) -> Iterator[House]:
    """A running house, stopped (or killed, if it will not stop) at the end."""
    made = House(home, more or {}).start()
    try:
        yield made
    finally:
        if made.process is not None and made.process.poll() is None:
            try:
                made.stop()
            except subprocess.TimeoutExpired:
                made.kill()
