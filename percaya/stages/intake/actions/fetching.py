"""Fetching files that lie with a vendor: at once, with patience, and never more than was looked at."""

import os
import tempfile
from dataclasses import dataclass
from typing import BinaryIO

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.channels.common.names import safe_name
from percaya.channels.common.sniff import content_type_of
from percaya.channels.contract import AccountFacts, Answer, MediaRef
from percaya.channels.contract.abilities import Fetched, Fetching
from percaya.channels.registry import channels
from percaya.core.journal.actor import Actor
from percaya.core.journal.blobs import store
from percaya.core.journal.jobs import RetryIn, backoff, task
from percaya.core.tickets.actions.change import Refused
from percaya.core.tickets.actions.fetching import count_try, fill_file, lose_file, wait_for_file
from percaya.core.tickets.actions.files import FETCHING
from percaya.core.tickets.models import Attachment
from percaya.core.workspace import calling, hosts
from percaya.core.workspace.queries import facts
from percaya.stages.intake.asking import ask
from percaya.stages.intake.media import ask_for, ref_of

log = structlog.get_logger(__name__)
MOST_TRIES = 10  # over some five hours; then it is lost until somebody asks again
MOST_STEPS = 5  # questions that one try may take
_SHOWN = ("image/", "audio/", "video/")


@dataclass(frozen=True)
class Later:
    """Not now: why, for the log, and what it is called should it never come."""

    why: str
    word: str = "unanswered"


@task("intake.fetch", queue="inbound", attempts=40)
def fetch(*, attachment_id: int) -> None:
    """Get one file. Raises ``RetryIn`` for what may pass; what will not is noted on the file."""
    rows = Attachment.objects.select_related("message", "message__account", "message__account__workspace")
    file = rows.filter(pk=attachment_id, note=FETCHING).first()
    if file is None or file.message is None:
        return
    with tempfile.TemporaryFile() as came:
        got = _got(file, came)
        if isinstance(got, Fetched) and not got.lost:
            _keep(file, got, came)
            return
    if isinstance(got, Later):
        tries = count_try(file=file)
        if tries < MOST_TRIES:
            raise RetryIn(backoff(min(tries, 6)), got.why)
        got = Fetched(lost=got.word)
    log.warning("file_lost", attachment=file.pk, word=got.lost)
    lose_file(file=file, word=got.lost, by=Actor.system())


def _keep(file: Attachment, got: Fetched, came: BinaryIO) -> None:
    kind = content_type_of(got.content, file.declared_type or got.content_type)
    name = safe_name(got.name, kind) if got.name else ""
    size = came.seek(0, os.SEEK_END)
    fill_file(file=file, sha256=store().put_file(came), size=size, content_type=kind, name=name, by=Actor.system())


@transaction.atomic
def fetch_again(*, file: Attachment) -> None:
    """A person wants a lost file looked for once more. Raises ``Refused`` where that is of no use."""
    expires = ref_of(file).expires_at if "fetch" in file.details else None
    if expires is not None and expires < timezone.now():
        raise Refused(_("The provider has deleted this file by now. Nothing was changed; ask the customer to send it again."))
    if not wait_for_file(file=file):
        raise Refused(_("There is nothing to fetch here. Nothing was changed; load the page again."))
    ask_for(file.pk, file.workspace_id)


def _got(file: Attachment, came: BinaryIO) -> Fetched | Later:
    """``came`` holds the bytes of a file that was fetched."""
    account = file.message.account if file.message else None
    kind = channels().get(account.channel) if account else None
    if account is None or not isinstance(kind, Fetching):
        return Fetched(lost="refused")
    ref, known = ref_of(file), facts(account)
    if ref.expires_at is not None and ref.expires_at < timezone.now():
        return Fetched(lost="expired")
    if ref.size is not None and ref.size > settings.PERCAYA_MAX_MEDIA:
        return Fetched(lost="too-large")
    try:
        got, whole = _walked(kind, ref, known, came)
    except calling.TooMuch:
        return Fetched(lost="too-large")
    except hosts.Forbidden as there:
        log.warning("file_lies_elsewhere", attachment=file.pk, host=str(there))
        return Fetched(lost="refused")
    except calling.Unanswered as silence:
        return Later(silence.reason)
    return got if isinstance(got, Later) or got.lost else _judged(got, whole, ref, file)


def _walked(kind: Fetching, ref: MediaRef, account: AccountFacts, came: BinaryIO) -> tuple[Fetched | Later, str]:
    """Step by step as the channel says; a question that it repeats means later. And the digest of what came last."""
    answers: list[Answer] = []
    asked = None
    for _step in range(MOST_STEPS):
        wanted = kind.fetch(ref, account, answers)
        if isinstance(wanted, Fetched):
            return wanted, answers[-1].sha256 if answers else ""
        if wanted == asked:
            return Later(f"the provider said {answers[-1].code}"), ""
        asked = wanted
        places = kind.media_hosts(account)
        answers.append(ask(wanted, account, places=places, most=settings.PERCAYA_MAX_MEDIA, into=came))
    return Later("too many steps"), ""


def _judged(got: Fetched, whole: str, ref: MediaRef, file: Attachment) -> Fetched | Later:
    """What came, if it is what was promised. A page instead of a picture is somebody's error message."""
    if ref.sha256 and whole != ref.sha256.lower():
        return Later("the file is not the one that was announced", "mismatch")
    is_page = content_type_of(got.content) == "text/html"
    if is_page and file.declared_type.startswith(_SHOWN):
        return Fetched(lost="not-media")
    return got
