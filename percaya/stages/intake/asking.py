"""Asking a vendor for what its channel says: only at the places that the channel names, redirects followed by hand and held to
them too. Addresses in webhooks are written by strangers (CWE-918, CVE-2024-39713)."""

from typing import BinaryIO
from urllib.parse import SplitResult, urljoin, urlsplit

from percaya.channels.contract import AccountFacts, Answer, Parcel
from percaya.core.journal.blobs import digest_of
from percaya.core.workspace import calling, hosts

MOST_REDIRECTS = 3
TIMEOUT = 15.0  # seconds for each step of the conversation
_REDIRECTS = (301, 302, 303, 307, 308)
_EVERYWHERE = ("accept", "user-agent")  # headers that may be said to whoever a redirect leads to


def ask(parcel: Parcel, account: AccountFacts, *, places: tuple[str, ...], most: int, into: BinaryIO) -> Answer:
    """What is answered, ``most`` bytes at the most; the whole of it lies in ``into`` afterwards. ``places``: hosts, exact or
    ".below"; the account's own ``base_url`` besides.

    Raises ``calling.Unanswered`` (``TooMuch``) and ``hosts.Forbidden``, then nothing was asked there."""
    url, headers = parcel.url, dict(parcel.headers)
    for _hop in range(MOST_REDIRECTS + 1):
        parts = urlsplit(url)
        is_base = _netloc(parts) == _netloc(urlsplit(_base(account)))
        if not is_base and not _is_named(parts, places):
            raise hosts.Forbidden(parts.hostname or "")
        into.seek(0)
        into.truncate()
        said = calling.call(
            parcel.method, url, body=parcel.body, headers=headers, timeout=TIMEOUT, most=most, public=not is_base, into=into
        )
        there = said.headers.get("location", "")
        if said.status not in _REDIRECTS or not there or parcel.method != "GET":
            text = said.body[:400].decode("utf-8", "replace")
            return Answer(code=said.status, text=text, body=said.body, headers=said.headers, sha256=digest_of(into))
        before, url = url, urljoin(url, there)
        if _netloc(urlsplit(before)) != _netloc(urlsplit(url)):  # a key is for whom it was given to
            headers = {name: value for name, value in headers.items() if name.lower() in _EVERYWHERE}
    raise calling.Unanswered("redirected too often", sent_anything=True)


def _base(account: AccountFacts) -> str:
    return str(account.settings.get("base_url") or "")


def _netloc(parts: SplitResult) -> tuple[str, str, int | None]:
    try:
        return parts.scheme, parts.hostname or "", parts.port
    except ValueError:  # a port that is none
        return "", "", None


def _is_named(parts: SplitResult, places: tuple[str, ...]) -> bool:
    scheme, host, port = _netloc(parts)
    if scheme != "https" or port not in (None, 443) or not host:
        return False
    return any(host == place or (place.startswith(".") and host.endswith(place)) for place in map(str.lower, places))
