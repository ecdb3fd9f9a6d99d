"""The served app, as it is started for real, and what its process uses."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType

_TICK = os.sysconf("SC_CLK_TCK")
_PATIENCE = 60.0


class CannotMeasure(Exception):
    """There is no data to measure on, or the server does not run."""


class DidNotStart(Exception):
    """The server ended, or did not answer in time."""


class Served:
    """``with Served() as served``: ``percaya serve`` on this data folder, on a free port of the loopback."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.started_in = 0.0
        self._process: subprocess.Popen[bytes] | None = None
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as this) a pipe that nobody reads would fill up and stop it

    def __enter__(self) -> "Served":
        environment = {
            **os.environ,
            "PERCAYA_PORT": str(self.port),
            "PERCAYA_SMTP_PORT": str(_free_port()),
            "PERCAYA_API_PER_MINUTE": "1000000",
        }
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "percaya", "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=self._said
        )
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - begun > _PATIENCE:
                raise DidNotStart(f"The server did not start. {self.last_words}")
            time.sleep(0.02)
        self.started_in = time.perf_counter() - begun
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()

    @property
    def last_words(self) -> str:
        """The end of its log."""
        self._said.seek(0)
        return self._said.read().decode("utf-8", "replace")[-800:]

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of CPU that the process has used, in all its threads (in steps of the kernel's tick)."""
        fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / _TICK

    @property
    def memory_mib(self) -> float:
        status = Path(f"/proc/{self._pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    @property
    def _pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
