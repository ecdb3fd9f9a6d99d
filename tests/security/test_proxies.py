"""Who is asking is told by the operator's own proxies, and by nobody else: throttles and audit hang on it."""

import socket
from collections.abc import Callable, Iterable
from typing import Any

import httpx
import pytest

from percaya.runtime import server
from percaya.runtime.errors import Refusal
from percaya.runtime.http.composite import Composite
from percaya.runtime.http.pages import Pages
from percaya.runtime.plans import trusted_proxies
from tests.runtime.serving import serving

STRANGER, OFFICE = "203.0.113.7", "198.51.100.20"


def who(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A page that says who is asking, and how."""
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ['REMOTE_ADDR']} {environ['wsgi.url_scheme']}".encode()]


def told(trusted: tuple[str, ...], headers: list[tuple[str, str]]) -> str:
    app = Composite(live=None, pages=Pages(2, 1024, who))
    with serving(app, plan=server.Plan(trusted_proxies=trusted)) as port:
        return httpx.get(f"http://127.0.0.1:{port}/", headers=headers).text


LOCAL = ("127.0.0.1",)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "is_from"),
    [
        ((), [STRANGER], "127.0.0.1"),  # nobody said that there is a proxy
        (LOCAL, [STRANGER], STRANGER),
        (LOCAL, [f"{OFFICE}, {STRANGER}"], STRANGER),  # the client wrote the first, the proxy the last
        (LOCAL, [OFFICE, STRANGER], STRANGER),  # the same in two headers
        (LOCAL, [f"{OFFICE}, 127.0.0.1, {STRANGER}"], STRANGER),
        (("127.0.0.1", "10.0.0.0/8"), [f"{OFFICE}, {STRANGER}, 10.1.2.3"], STRANGER),  # two proxies in a row
        (("10.0.0.5",), [STRANGER], "127.0.0.1"),  # whoever connects here is not the proxy
    ],
)
def test_only_the_last_hop_that_is_no_proxy_of_ours_is_believed(
    trusted: tuple[str, ...], forwarded: list[str], is_from: str
) -> None:
    assert told(trusted, [("X-Forwarded-For", each) for each in forwarded]).split()[0] == is_from


def test_that_tls_was_spoken_is_believed_of_a_proxy_alone() -> None:
    claim = [("X-Forwarded-Proto", "https")]
    assert told((), claim).endswith(" http")
    assert told(("10.0.0.5",), claim).endswith(" http")
    assert told(LOCAL, claim).endswith(" https")


def test_headers_of_other_proxies_name_nobody() -> None:
    names = ("CF-Connecting-IP", "X-Real-IP", "True-Client-IP", "Forwarded", "X-Remote-User", "X_Forwarded_For", "Remote-Addr")
    assert told(LOCAL, [(name, STRANGER) for name in names]) == "127.0.0.1 http"


def test_a_proxy_is_an_address_and_never_everyone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert trusted_proxies() == ()
    monkeypatch.setenv("PERCAYA_TRUSTED_PROXIES", "10.0.0.5")
    assert trusted_proxies() == ()  # listing is not yet trusting
    monkeypatch.setenv("PERCAYA_TRUST_PROXY", "1")
    assert trusted_proxies() == ("10.0.0.5/32",)
    for wrong in ("*", "proxy.example", "0.0.0.0/0", "::/0"):
        monkeypatch.setenv("PERCAYA_TRUSTED_PROXIES", wrong)
        with pytest.raises(Refusal, match="Nothing was started"):
            trusted_proxies()
    monkeypatch.delenv("PERCAYA_TRUSTED_PROXIES")
    assert trusted_proxies() == ("127.0.0.1", "::1")


def said(port: int, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as sock:
        sock.sendall(data)
        sock.shutdown(socket.SHUT_WR)
        heard = b""
        while part := sock.recv(65536):
            heard += part
        return heard


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 5\r\nContent-Length: 6\r\n",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Content-Length: +5\r\n",
        b"Content-Length: 5\r\n folded: x\r\n",
        b"X-A: a\x00b\r\n",
    ],
)
def test_a_request_that_can_be_read_in_two_ways_is_not_read(head: bytes) -> None:
    hidden = b"0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
    with serving(Composite(live=None, pages=Pages(2, 1024, who))) as port:
        heard = said(port, b"POST / HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n" + hidden)
    assert heard.count(b"HTTP/1.1 200") == 0, heard
