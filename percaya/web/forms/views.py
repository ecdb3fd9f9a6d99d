"""The hosted page of a web form, the same page inside a frame of the business's own site, and the one-line loader."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import orjson
import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.room import is_full
from percaya.core.workspace.brands import brand_for
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.actions import take_in
from percaya.stages.intake.actions.accepting import TooLarge
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.forms import answers, guard
from percaya.web.forms.definition import Definition, definition_of
from percaya.web.forms.loader import script
from percaya.web.portal.logos import logo_of
from percaya.web.ui import views as pages

log = structlog.get_logger(__name__)
View = Callable[..., HttpResponse]


def of_form(view: View) -> View:
    """Finds the form by its public id: an active account of the channel, in its own language and zone."""

    @wraps(view)
    def found(request: HttpRequest, public_id: str) -> HttpResponse:
        pk = public_ids.decode("account", public_id)
        rows = ChannelAccount.objects.select_related("workspace", "team")
        account = rows.filter(pk=pk, channel="webform", is_active=True).first() if pk else None
        if account is None:
            raise Http404
        definition = definition_of(account)
        translation.activate(definition.language)
        timezone.activate(account.workspace.time_zone)
        brand = brand_for(account, account.workspace_id)
        made = cast(Any, request)
        made.workspace, made.brand_logo = account.workspace, logo_of(brand, account.workspace)
        made.brand_name = brand.name if brand else account.workspace.name
        return view(request, account, definition)

    return found


# No cookie decides anything here (nobody is logged in, and in a frame of another site there would be none): a signed
# token in the page does what the CSRF cookie does elsewhere.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@of_form
def form(request: HttpRequest, account: ChannelAccount, definition: Definition) -> HttpResponse:
    """Show the form; take a submission: durable first, then "thank you"."""
    response = _take(request, account, definition) if request.method == "POST" else _show(request, account, definition)
    return _framed(response, definition)


@require_GET
@of_form
def loader(request: HttpRequest, account: ChannelAccount, definition: Definition) -> HttpResponse:
    """The script of the one line that a site pastes: puts the form there in a frame that is as high as its content."""
    address = settings.PUBLIC_URL.rstrip("/") + reverse("forms:form", args=[_id(account)])
    response = HttpResponse(script(address, definition.title), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _take(request: HttpRequest, account: ChannelAccount, definition: Definition) -> HttpResponse:
    if too_often("form-post", peer(request), limit=60, seconds=600):
        return pages.too_many(request, retry_after=600)
    filled = answers.read(definition, request.POST, request.FILES)
    if filled.errors:
        return _show(request, account, definition, filled, status=422)
    judged = guard.judge(request, account.pk, filled.address)
    match judged.verdict:
        case guard.Verdict.MACHINE:
            return _thank(request, definition, None)
        case guard.Verdict.SOON | guard.Verdict.STALE:
            return _show(request, account, definition, filled, again=True, status=422)
        case guard.Verdict.OFTEN:
            return pages.too_many(request, retry_after=3600)
    try:
        number = _accept(request, account, definition, filled, judged.submission)
    except TooLarge:
        return _show(request, account, definition, filled, status=413)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        log.error("disk_full", door="form", account=account.pk)
        return _show(request, account, definition, filled, no_room=True, status=507)
    guard.remember(judged.submission)
    return _thank(request, definition, number)


def _accept(
    request: HttpRequest, account: ChannelAccount, definition: Definition, filled: answers.Filled, submission: str
) -> int | None:
    """The ticket's number when it is there already; ``None`` when a worker will make it in a moment."""
    said = answers.payload(definition, filled, form_id=_id(account), submission=submission, page=request.POST.get("page", ""))
    ticket = take_in(
        account=account, raw=orjson.dumps(said), door="form", mail_from=filled.address, remote=peer(request),
        by=Actor.system(),
    ).ticket  # fmt: skip
    return ticket.number if ticket else None


def _show(
    request: HttpRequest,
    account: ChannelAccount,
    definition: Definition,
    filled: answers.Filled | None = None,
    *,
    again: bool = False,
    no_room: bool = False,
    status: int = 200,
) -> HttpResponse:
    page: dict[str, Any] = {
        "form": definition,
        "values": filled.values if filled else {},
        "errors": filled.errors if filled else {},
        "had_files": bool(filled and any(filled.files.values())),
        "again": again,
        "no_room": no_room,
        "token": guard.new_token(account.pk),
        "trap": guard.TRAP,
        "in_frame": "embed" in request.GET,
        "from_page": request.headers.get("Referer", "")[:1000] if request.method == "GET" else request.POST.get("page", ""),
    }
    return render(request, "forms/form.html", page, status=status)


def _thank(request: HttpRequest, definition: Definition, number: int | None) -> HttpResponse:
    """Nothing that was typed is repeated, and no link to the ticket is given: whoever typed an address may not own it."""
    return render(request, "forms/thanks.html", {"form": definition, "number": number, "in_frame": "embed" in request.GET})


def _framed(response: HttpResponse, definition: Definition) -> HttpResponse:
    """Only the business's own pages may show this view in a frame."""
    response._csp_replace = {"frame-ancestors": ["'self'", *definition.origins]}  # type: ignore[attr-defined]
    response.xframe_options_exempt = True
    response.headers["Cache-Control"] = "no-store"
    return response


def _id(account: ChannelAccount) -> str:
    return public_ids.encode("account", account.pk)
