"""Keeping machines and spammers out without asking people to read crooked letters.

A hidden field that only machines fill in; a signed token that says when the page was made (too soon is a machine, too
late is a stale page); and counts per peer and per typed address. A form can thus not be used to flood a stranger's
mailbox: at most a few receipts a day go to any one address, and never a word of what was typed.
"""

import hashlib
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest

from percaya.core.people.policy import mailbox
from percaya.web.accounts.throttle import peer, too_often

TRAP = "website"  # a name that machines like; hidden from people and from screen readers
SOONEST, LATEST = 2, 12 * 3600  # seconds between the page and its submission
_SALT = "percaya.web-form"


class Verdict(StrEnum):
    FINE = "fine"
    MACHINE = "machine"  # thanked and thrown away: it learns nothing
    SOON = "soon"
    STALE = "stale"
    OFTEN = "often"


@dataclass(frozen=True)
class Ticketed:
    """The token of one page: ``submission`` is the same when the page is sent twice."""

    verdict: Verdict
    submission: str = ""


def new_token(form_id: int) -> str:
    return signing.dumps([form_id, uuid.uuid4().hex], salt=_SALT)


def judge(request: HttpRequest, form_id: int, address: str) -> Ticketed:
    """What to do with a submission. ``address``: the e-mail or phone that was typed in."""
    if request.POST.get(TRAP, ""):
        return Ticketed(Verdict.MACHINE)
    token = request.POST.get("token", "")
    opened = _open(token, form_id)
    if not opened:
        return Ticketed(Verdict.STALE)
    if _is_too_soon(token):
        return Ticketed(Verdict.SOON)
    if _came_before(opened):
        return Ticketed(Verdict.FINE, opened)  # intake knows it and makes no second ticket
    if _too_many(request, form_id, address):
        return Ticketed(Verdict.OFTEN)
    return Ticketed(Verdict.FINE, opened)


def remember(submission: str) -> None:
    """This one was taken: sending it again counts no more."""
    cache.set(_seen_key(submission), True, timeout=LATEST)


def _open(token: str, form_id: int) -> str:
    try:
        of_form, submission = signing.loads(token, salt=_SALT, max_age=LATEST)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(submission) if of_form == form_id else ""


def _is_too_soon(token: str) -> bool:
    try:
        signing.loads(token, salt=_SALT, max_age=SOONEST)
    except signing.SignatureExpired:
        return False
    return True


def _came_before(submission: str) -> bool:
    return bool(cache.get(_seen_key(submission)))


def _seen_key(submission: str) -> str:
    return f"form-seen:{hashlib.sha256(submission.encode()).hexdigest()[:32]}"


def _too_many(request: HttpRequest, form_id: int, address: str) -> bool:
    """Both counts go up each time, so that one cannot be used to probe the other."""
    by_peer = too_often("form-peer", peer(request), limit=20, seconds=600)
    by_address = too_often("form-address", mailbox(address), limit=5, seconds=24 * 3600)
    by_form = too_often("form", str(form_id), limit=600, seconds=60)
    return by_peer or by_address or by_form
