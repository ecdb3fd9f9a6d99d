"""The door of webhooks: judged by the channel with the account's secrets, kept, and only then answered."""

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from percaya.channels.contract.abilities import Hooked, HookRequest, Knock
from percaya.core.journal.room import is_full
from percaya.core.workspace.models import ChannelAccount
from percaya.core.workspace.queries import facts
from percaya.stages.intake.actions import accept
from percaya.web.accounts.throttle import peer
from percaya.web.hooks import asking, refusing, told

log = structlog.get_logger("percaya.hooks")
AGAIN = 60  # seconds after which a vendor may come back with what could not be kept


@csrf_exempt  # no cookie decides anything here: what counts is the signature over the body
@require_http_methods(["GET", "POST"])
def knock(request: HttpRequest, channel: str, public_id: str) -> HttpResponse:
    """200 when everything that was said is durable; 401 or 403 for what is not proven, which leaves nothing behind."""
    kind, account = asking.door_of(channel, public_id)
    if refusing.is_shut(account.pk, peer(request)):
        return _answer("Too many requests without a valid signature. Nothing was stored.\n", 429, wait=AGAIN)
    try:
        asked = asking.request_of(request)
    except asking.TooMuch:
        return _answer("This is larger than Percaya takes. Nothing was stored.\n", 413)
    judged = kind.knock(asked, facts(account, with_addresses=False))
    if judged.status >= 400:
        return _refused(judged, account, request)
    if judged.take is not None:
        return _kept(kind, asked, judged, account, peer(request))
    told.proven(account.pk, judged.proof)
    return _said(judged)


def _kept(kind: Hooked, asked: HookRequest, judged: Knock, account: ChannelAccount, remote: str) -> HttpResponse:
    """Every account of ours that is spoken to keeps it. One that is paused takes nothing, and the vendor is asked to come
    again: it keeps the words for hours or days, and once the account goes on they are not lost. What the others have taken
    by then they know again."""
    paused = False
    try:
        for one in asking.addressed(account, judged.addresses):
            own = judged if one.pk == account.pk else kind.knock(asked, facts(one, with_addresses=False))
            if own.status >= 400 or own.take is None:
                continue  # its own secrets do not vouch for this
            if not one.is_active:
                paused = True
                continue
            accept(account=one, raw=own.take, door="hook", sender=judged.sender, remote=remote)
            told.proven(one.pk, own.proof)
    except (OSError, DatabaseError) as failure:
        log.error("hook_not_kept", account=account.pk, exc_info=not is_full(failure), error=str(failure)[:200])
        return _answer("This could not be kept just now. Please send it again.\n", 503, wait=AGAIN)
    return _answer("This account is paused. Please send it again later.\n", 503, wait=AGAIN) if paused else _said(judged)


def _refused(judged: Knock, account: ChannelAccount, request: HttpRequest) -> HttpResponse:
    if refusing.note(account.pk, peer(request)):
        log.warning("hook_refused", account=account.pk, channel=account.channel, status=judged.status)
    return _said(judged)


def _said(judged: Knock) -> HttpResponse:
    response = HttpResponse(judged.body, status=judged.status, content_type=judged.content_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def _answer(said: str, status: int, *, wait: int = 0) -> HttpResponse:
    response = _said(Knock(status=status, body=said.encode()))
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
