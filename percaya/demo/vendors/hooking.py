"""How a stand-in tells us of what its customers do: by webhook, again until it is taken, as the vendor would."""

import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Post = Callable[[str, bytes, Mapping[str, str]], tuple[int, bytes]]
"""(address, body, headers) -> status and body of the answer. Tests hand in Django's client."""
Fetch = Callable[[str], tuple[int, str, bytes]]
"""address -> status, content type and body of what lies there."""
MOST_FETCHED = 200 * 1024 * 1024


_HOME = ("http://127.0.0.1:", "http://localhost:")


@dataclass(kw_only=True)
class Knocking:
    """A webhook that waits to be taken."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    tries: int = 0
    status: int = 0


def over_http(url: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """Over the network; only to addresses of this machine, since a stand-in tells nobody else."""
    if not url.startswith(_HOME):
        return 0, b"not an address of this machine"
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - held to this machine above
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read(100_000)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read(100_000)
    except OSError as trouble:
        return 0, str(trouble).encode()


def fetch_over_http(url: str) -> tuple[int, str, bytes]:
    """What lies at an address of this machine, as a vendor fetches the files that a message shows."""
    if not url.startswith(_HOME):
        return 0, "", b"not an address of this machine"
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - held to this machine above
            return answer.status, answer.headers.get_content_type(), answer.read(MOST_FETCHED)
    except urllib.error.HTTPError as refused:
        return refused.code, "", b""
    except OSError as trouble:
        return 0, "", str(trouble).encode()


def may_be_fetched(url: str, *, most: int = 2000) -> bool:
    """Whether a vendor takes such a link: https, or this machine for us at home."""
    return len(url) <= most and url.startswith(("https://", *_HOME)) and url.isascii() and " " not in url
