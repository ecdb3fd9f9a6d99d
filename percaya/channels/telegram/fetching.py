"""Files in two requests: ``getFile`` says where a file lies, then it is fetched."""

from collections.abc import Sequence

from percaya.channels.common.answers import said
from percaya.channels.common.payloads import one, word
from percaya.channels.contract import AccountFacts, Answer, MediaRef, Parcel
from percaya.channels.contract.abilities import Fetched
from percaya.channels.telegram.files import MOST_DOWN
from percaya.channels.telegram.wire import VENDOR, ask, base, file_url

_GONE = ("wrong file", "file is temporarily unavailable", "file reference", "invalid file")


def fetch(ref: MediaRef, account: AccountFacts, so_far: Sequence[Answer]) -> Parcel | Fetched:
    """A bot of Telegram's own server may fetch 20 MB; an own server has no such limit."""
    if base(account) == VENDOR and ref.size is not None and ref.size > MOST_DOWN:
        return Fetched(lost="too-large")
    where = ask(account, "getFile", {"file_id": ref.key}, step="where", repeatable=True)
    if not so_far:
        return where
    found = said(so_far[0])
    if so_far[0].code != 200 or found.get("ok") is not True:
        return _refused(so_far[0], where)
    path = word(one(found, "result"), "file_path", 500)
    if not path or path.startswith("/"):
        return Fetched(lost="refused")  # a local server names a path of its own disk
    file = Parcel(carrier="http", external_id="", method="GET", url=file_url(account, path), step="file", repeatable=True)
    if len(so_far) == 1:
        return file
    answer = so_far[1]
    if answer.code == 200:
        return Fetched(content=answer.body, content_type=answer.headers.get("content-type", "").split(";")[0].strip().lower())
    return Fetched(lost="expired") if answer.code in (404, 410) else file


def _refused(answer: Answer, again: Parcel) -> Parcel | Fetched:
    reason = word(said(answer), "description", 300).lower()
    if "too big" in reason:
        return Fetched(lost="too-large")
    if answer.code == 400:
        return Fetched(lost="expired" if any(words in reason for words in _GONE) else "refused")
    return again
