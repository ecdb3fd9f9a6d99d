"""Files that lie on Meta's hosts: fetched at once, because their addresses end (a story's within a day)."""

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from percaya.channels.common.graph.social_attachments import MEDIA_HOSTS, is_media
from percaya.channels.common.sniff import content_type_of
from percaya.channels.contract import AccountFacts, Answer, MediaRef, Parcel
from percaya.channels.contract.abilities import Fetched

_MOST_TURNS = 3


def fetch(ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
    """Ask for the file; follow Meta's own redirects, but to its hosts only; say honestly when it is gone."""
    if not may_ask(ref.key, account):
        return Fetched(lost="refused")
    if not so_far:
        return _ask(ref.key)
    last = so_far[-1]
    if last.code in (301, 302, 303, 307, 308):
        return _turned(ref, account, so_far)
    if 200 <= last.code < 300:
        return _come(last)
    if last.code in (400, 401, 403, 404, 410):
        return Fetched(lost="expired")  # an address of the CDN is signed for a time; then it refuses
    return _ask(_last_url(ref, so_far))


def media_hosts(account: AccountFacts) -> tuple[str, ...]:
    """Meta's hosts; where the account has another server for Meta's, that one too."""
    own = urlsplit(str(account.settings.get("base_url") or "")).hostname
    return (*MEDIA_HOSTS, own) if own else MEDIA_HOSTS


def may_ask(url: str, account: AccountFacts) -> bool:
    """Whether an address leads where Meta keeps files."""
    host = (urlsplit(url).hostname or "") if is_media(url) else ""
    return any(host.endswith(one) if one.startswith(".") else host == one for one in media_hosts(account))


def _ask(url: str) -> Parcel:
    return Parcel(carrier="http", external_id="", method="GET", url=url, repeatable=True)  # no token: the address is signed


def _turned(ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
    url = _last_url(ref, so_far)
    turns = sum(300 <= answer.code < 400 for answer in so_far)
    return _ask(url) if may_ask(url, account) and turns <= _MOST_TURNS else Fetched(lost="refused")


def _last_url(ref: MediaRef, so_far: Sequence[Answer]) -> str:
    url = ref.key
    for answer in so_far:
        if 300 <= answer.code < 400 and answer.headers.get("location"):
            url = urljoin(url, answer.headers["location"])
    return url


def _come(answer: Answer) -> Fetched:
    claimed = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if not answer.body or content_type_of(answer.body, claimed) == "text/html":
        return Fetched(lost="not-media")
    return Fetched(content=answer.body, content_type=claimed)
