"""The web side of the process: large uploads, slow clients, hostile heads, and who answers what."""

import hashlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, NamedTuple

import httpx
import pytest

from percaya.runtime.http import body
from percaya.runtime.http.composite import Composite
from percaya.runtime.http.pages import Pages
from tests.runtime.serving import serving

THREADS = 2
MB = 1024 * 1024
arrived, go_on = threading.Semaphore(0), threading.Event()  # of ``/slow``: one more is there; they may all go on


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A page that says what came in; ``/slow`` waits until it may go on, ``/large`` gives 8 MB."""
    path = environ["PATH_INFO"]
    content = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    if path == "/slow":
        arrived.release()
        assert go_on.wait(60)
    heard = f"{len(content)} {hashlib.sha256(content).hexdigest()} {environ['QUERY_STRING']} {environ.get('HTTP_X_REAL', '')}"
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"x" * 4096] * 2048 if path == "/large" else [heard.encode()]


def fresh() -> AbstractContextManager[int]:
    return serving(Composite(live=None, pages=Pages(THREADS, 30 * MB, echo)))


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with fresh() as found:
        yield found


@contextmanager
def asking(port: int, count: int) -> Iterator[None]:
    """So many ask for ``/slow``, and as many of them as there are threads are being served meanwhile."""
    go_on.clear()
    ask = partial(httpx.get, f"http://127.0.0.1:{port}/slow", timeout=120)
    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        for _served in range(min(count, THREADS)):
            assert arrived.acquire(timeout=60)
        yield
    finally:
        go_on.set()
        for thread in threads:
            thread.join()
        while arrived.acquire(blocking=False):
            pass


def raw(port: int, data: bytes, seconds: float = 60) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as sock:
        sock.sendall(data)
        heard = b""
        while part := sock.recv(65536):
            heard += part
        return heard


def test_an_upload_of_25_mb_arrives_whole(port: int) -> None:
    content = os.urandom(25 * MB)
    answer = httpx.post(f"http://127.0.0.1:{port}/up", content=content, timeout=60)
    assert answer.text.split()[:2] == [str(25 * MB), hashlib.sha256(content).hexdigest()]


def test_a_chunked_upload_without_a_length_arrives_whole(port: int) -> None:
    parts = [os.urandom(70_000) for _ in range(40)]
    answer = httpx.post(f"http://127.0.0.1:{port}/up", content=iter(parts), timeout=60)
    assert answer.text.split()[1] == hashlib.sha256(b"".join(parts)).hexdigest()


@pytest.mark.parametrize("declared", [True, False])
def test_too_large_is_refused_with_a_sentence(port: int, declared: bool) -> None:
    content: Any = bytes(31 * MB) if declared else (bytes(MB) for _ in range(31))
    answer = httpx.post(f"http://127.0.0.1:{port}/up", content=content, timeout=60)
    assert answer.status_code == 413
    assert "Nothing was stored" in answer.text


def test_clients_that_drip_hold_up_nobody(port: int) -> None:
    head = b"POST /up HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n"
    dripping = [socket.create_connection(("127.0.0.1", port)) for _ in range(THREADS * 10)]
    for sock in dripping:
        sock.sendall(head + b"a")
    assert httpx.get(f"http://127.0.0.1:{port}/", timeout=60).status_code == 200
    dripping[0].sendall(b"a" * 999)  # and a slow one that does finish is served
    assert b"200 OK" in dripping[0].recv(4096)
    for sock in dripping:
        sock.close()


def test_an_upload_that_stops_half_way_is_let_go(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "SILENCE", 0.3)
    assert b" 408 " in raw(port, b"POST /up HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 10\r\n\r\nabc")


def test_readers_that_read_nothing_hold_up_nobody(port: int) -> None:
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(THREADS * 3)]
    for sock in idle:
        sock.sendall(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n")
    time.sleep(0.3)
    assert httpx.get(f"http://127.0.0.1:{port}/", timeout=60).status_code == 200
    for sock in idle:
        sock.close()


def test_a_head_without_end_is_cut_off(port: int) -> None:
    assert b" 431 " in raw(port, b"GET / HTTP/1.1\r\nhost: x\r\nx-a: " + b"a" * 70_000 + b"\r\n\r\n")


def test_a_header_cannot_pose_as_another(port: int) -> None:
    answer = httpx.get(f"http://127.0.0.1:{port}/", headers={"X_Real": "forged"})
    assert "forged" not in answer.text


def test_a_query_that_is_no_ascii_is_refused_rather_than_guessed(port: int) -> None:
    assert b" 400 " in raw(port, b"GET /?q=\xc3\xa9 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")


def test_requests_beyond_what_can_wait_are_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a server of its own: what another test left open would be the one that may wait."""
    monkeypatch.setattr("percaya.runtime.http.pages.MOST_WAITING", 1)
    with fresh() as port, asking(port, 1):
        answer = httpx.get(f"http://127.0.0.1:{port}/", timeout=60)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_health_answers_while_every_thread_is_busy() -> None:
    with fresh() as port, asking(port, THREADS * 2):
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=60).text == "ok\n"


def test_a_part_that_this_process_does_not_serve_says_so(port: int) -> None:
    with serving(Composite(live=None, pages=None)) as other:
        assert httpx.get(f"http://127.0.0.1:{other}/inbox").status_code == 404


# Metrics


@pytest.mark.django_db(transaction=True)
def test_metrics_are_for_this_machine_or_for_who_has_the_token() -> None:
    with serving(Composite(live=None, pages=None)) as port:
        url = f"http://127.0.0.1:{port}/metrics"
        assert "percaya_queue_depth" in httpx.get(url).text
        assert httpx.get(url, headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    with serving(Composite(live=None, pages=None, metrics_token="sesame-open")) as port:
        url = f"http://127.0.0.1:{port}/metrics"
        assert httpx.get(url).status_code == 404
        assert httpx.get(url, headers={"authorization": "Bearer wrong"}).status_code == 404
        assert httpx.get(url, headers={"authorization": "Bearer sesame-open"}).status_code == 200


class _Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.django_db(transaction=True)
def test_ready_names_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Composite(live=None, pages=None)) as port:
        url = f"http://127.0.0.1:{port}/readyz"
        well = httpx.get(url)
        assert (well.status_code, well.json()["ready"]) == (200, True), well.text
        monkeypatch.setattr("percaya.runtime.health.shutil.disk_usage", lambda _folder: _Usage(10**12, 10**12 - 4096, 4096))
        ill = httpx.get(url)
        assert ill.status_code == 503
        assert ill.headers["retry-after"] == "5"
        assert "disk" in ill.json()["problems"]
