"""A customer's file, in two steps: ask by its id where it lies just now (good for minutes), then get it with our token."""

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from percaya.channels.common.graph import bearer, graph_base, graph_error, graph_get
from percaya.channels.common.payloads import load_payload, word
from percaya.channels.common.sniff import content_type_of
from percaya.channels.contract import AccountFacts, Answer, MediaRef, Parcel, Unreadable
from percaya.channels.contract.abilities import Fetched

MOST = 100 * 1024 * 1024
_HOSTS = ("graph.facebook.com", ".fbsbx.com", ".facebook.com", ".whatsapp.net", ".fbcdn.net")
_GONE = (400, 404, 410)


def fetch(ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
    """Ask, get, compare. An answer that may yet be another one repeats the question."""
    ask = _get(ref.key, account) if ref.key.startswith("https://") else graph_get(account, ref.key, step="where")
    answers = list(so_far)
    if not ref.key.startswith("https://"):
        if not answers:
            return ask
        where = answers.pop(0)
        if where.code != 200:
            return _refused(where, ask)
        placed = _placed(where, account)
        if isinstance(placed, Fetched):
            return placed
        ask = placed
    if not answers:
        return ask
    return _came(ref, answers[-1], ask)


def media_hosts(account: AccountFacts) -> tuple[str, ...]:
    """Meta's, and the place that ``base_url`` names in their stead."""
    own = urlsplit(graph_base(account)).hostname or ""
    return tuple(dict.fromkeys((*_HOSTS, own)))


def _get(url: str, account: AccountFacts) -> Parcel:
    return Parcel(carrier="http", external_id="", method="GET", url=url, headers=bearer(account), step="file", repeatable=True)


def _placed(where: Answer, account: AccountFacts) -> Parcel | Fetched:
    try:
        data = load_payload(where.body)
    except Unreadable:
        return Fetched(lost="refused")
    size = word(data, "file_size", 20)
    if size.isdecimal() and int(size) > MOST:
        return Fetched(lost="too-large")
    url = word(data, "url", 4000)
    return _get(url, account) if url else Fetched(lost="expired")


def _refused(answer: Answer, again: Parcel) -> Parcel | Fetched:
    error = graph_error(answer)
    code = error.code if error else 0
    if answer.code in (401, 403) or answer.code == 429 or answer.code >= 500 or code in (190, 4, 80007) or answer.code == 0:
        return again  # the token, the load or Meta itself: none of them says that the file is gone
    return Fetched(lost="expired" if answer.code in _GONE else "refused")


def _came(ref: MediaRef, answer: Answer, again: Parcel) -> Parcel | Fetched:
    if answer.code != 200:
        return _refused(answer, again)
    declared = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    found = content_type_of(answer.body, declared)
    if found == "text/html" and not ref.sha256:
        return Fetched(lost="not-media")
    if ref.sha256 and (answer.sha256 or hashlib.sha256(answer.body).hexdigest()) != ref.sha256:
        return Fetched(lost="not-media" if found == "text/html" else "mismatch")
    return Fetched(content=answer.body, content_type=found) if answer.body else Fetched(lost="not-media")
