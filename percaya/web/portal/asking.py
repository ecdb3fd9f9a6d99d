"""A new request of somebody who is in: what the help centre says first, then the words, what the business asks, and files."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core import public_ids
from percaya.core.journal.actor import Actor
from percaya.core.journal.room import is_full
from percaya.core.knowledge.actions.hearing import note_gap, rate_article
from percaya.core.knowledge.queries import Found, live_texts, search
from percaya.core.workspace.models import ChannelAccount
from percaya.stages.intake.actions.accepting import TooLarge
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.forms.answers import read
from percaya.web.forms.definition import Definition, definition_of
from percaya.web.portal import answering
from percaya.web.portal.rooms import PortalRequest, inside
from percaya.web.portal.views import no_room, submission_of, unfit
from percaya.web.ui import views as pages

log = structlog.get_logger(__name__)
_NAMES = 3  # letters
_OWN = ("name", "subject", "message")  # asked by the page itself, or known


@inside
@require_POST
def answered(request: PortalRequest) -> HttpResponse:
    """The person says that an article answers it: only then a question counts as answered by the help centre. POST
    ``article``, ``language``."""
    pk = public_ids.decode("article", request.POST.get("article", "")) or 0
    language = request.POST.get("language", "")
    texts = live_texts(request.workspace.pk, language=language if language in ("id", "en") else "id")
    text = texts.filter(article_id=pk).first()
    if text is not None and not too_often("portal-answered", f"{request.contact.pk} {pk}", limit=1, seconds=86_400):
        rate_article(article=text.article, language=text.language, helped=True, by=Actor.contact(request.contact.pk))
    return HttpResponseRedirect(reverse("portal:new", args=[request.workspace.slug]) + "?done=answered")


@inside
@require_http_methods(["GET", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """``?q=`` searches the help centre; with ``part`` only what it says, for those who are typing. POST ``subject``, ``text``,
    ``files``, ``submission``, and what the business's form asks besides."""
    if request.method == "GET":
        return _suggested(request) if "part" in request.GET else _page(request)
    subject, text = request.POST.get("subject", "").strip()[:200], request.POST.get("text", "").strip()
    files = request.FILES.getlist("files")
    definition = _asked(request)
    filled = read(definition, request.POST, request.FILES) if definition.fields else None
    errors = {key: words for key, words in filled.errors.items() if key} if filled else {}
    trouble = unfit(text, files) or (_("Nothing was sent yet. Please look at the marked answers.") if errors else "")
    if trouble:
        return _page(request, trouble=trouble, errors=errors, status=422)
    if too_often("portal-new", str(request.contact.pk), limit=20, seconds=3600):
        return pages.too_many(request, retry_after=3600)
    values = filled.values if filled else {}
    fields = [{"key": one.key, "label": one.label, "value": values[one.key]} for one in definition.fields if values.get(one.key)]
    return _take(request, subject, text, fields, files)


def _take(request: PortalRequest, subject: str, text: str, fields: list[dict[str, str]], files: list[Any]) -> HttpResponse:
    assert request.session_in is not None
    try:
        arrival = answering.request_help(
            request.workspace, request.session_in.handle, subject=subject, text=text, fields=fields, files=files,
            submission=submission_of(request), remote=peer(request),
        )  # fmt: skip
    except TooLarge:
        return _page(request, trouble=_("The files are too large together. Nothing was sent; send fewer."), status=413)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        log.error("disk_full", door="portal", contact=request.contact.pk)
        trouble = no_room()
        return _page(request, trouble=trouble, status=507)
    slug = request.workspace.slug
    if arrival.ticket is None:  # durable: it is in the list in a moment
        return HttpResponseRedirect(reverse("portal:mine", args=[slug]) + "?done=taken")
    return HttpResponseRedirect(reverse("portal:my_status", args=[slug, arrival.ticket.number]) + "?done=opened#news")


def _page(
    request: PortalRequest, *, trouble: str = "", errors: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:200]
    found = _found(request, q) if q else []
    if q and not found and request.method == "GET" and "asked" in request.GET:  # here; the help centre has noted its own
        note_gap(workspace_id=request.workspace.pk, language=get_language() or "id", words=q)
    context = {
        "q": q,
        "found": found,
        "answered": request.GET.get("done") == "answered",
        "definition": _asked(request),
        "values": request.POST or _begun(request),
        "errors": errors or {},
        "trouble": trouble,
        "had_files": bool(request.FILES),
        "submission": uuid.uuid4().hex,
    }
    return render(request, "portal/new.html", context, status=status)


def _begun(request: PortalRequest) -> dict[str, str]:
    """The wish to be forgotten is written for them: a person reads it and answers. Nothing is deleted by sending it."""
    if request.GET.get("about") != "deletion":
        return {}
    return {"subject": _("Delete my data"), "text": _("Please delete the data you keep of me.")}


def _suggested(request: PortalRequest) -> HttpResponse:
    """Fewer than three letters name nothing yet."""
    q = request.GET.get("q", "").strip()[:200]
    q = q if len(q) >= _NAMES else ""
    return render(request, "portal/parts/found.html", {"q": q, "found": _found(request, q) if q else []})


def _found(request: PortalRequest, q: str) -> list[tuple[Found, str]]:
    """Public articles that may answer, with their addresses."""
    found = search(request.workspace.pk, q, language=get_language() or "id", limit=4)
    slug = request.workspace.slug
    return [(one, reverse("help:article", args=[slug, one.language, one.slug])) for one in found]


def _asked(request: PortalRequest) -> Definition:
    """What the business asks on its first form, without what we know of the person and what the page asks by itself."""
    rows = ChannelAccount.objects.filter(workspace=request.workspace, channel="webform", is_active=True)
    account = rows.select_related("workspace").order_by("pk").first() or ChannelAccount(workspace=request.workspace)
    definition = definition_of(account)
    kept = [one for one in definition.fields if one.key not in _OWN and one.kind not in ("email", "phone", "file")]
    return replace(definition, fields=tuple(kept))
