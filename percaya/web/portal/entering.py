"""Getting in without a password: an address, then the code or the link that was sent to it; and getting out again.

The answers are the same whether or not anybody has the address: the look-up happens later, in the job that sends."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from percaya.core.journal.jobs import enqueue
from percaya.core.people.actions.entering import (
    LIFE,
    STAY,
    ask_entry,
    enter_by_code,
    enter_by_link,
    leave,
    leave_everywhere,
)
from percaya.core.people.policy import normalise
from percaya.core.people.portal import entry_open
from percaya.stages.delivery.letters import reaches
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.forms.finding import form_address
from percaya.web.portal.rooms import PortalRequest, cookie, inside, of_workspace
from percaya.web.ui import views as pages

_ASKS = (120, 600)  # of one peer, which may be an office
_SENT = (5, 3600)  # codes to one address; asked for more often, the page says the same and nothing is sent
_GUESSES = (120, 600)  # of one peer, at whatever codes; one code bears five


@of_workspace
@require_http_methods(["GET", "POST"])
def enter(request: PortalRequest) -> HttpResponse:
    """Ask for the address. POST ``address``, and where to go then: ``_onward``."""
    if request.session_in is not None:
        return _home(request, _onward(request.GET))
    if request.method == "GET":
        return _ask(request)
    if too_often("portal-ask", peer(request), limit=_ASKS[0], seconds=_ASKS[1]):
        return pages.too_many(request, retry_after=_ASKS[1])
    given = request.POST.get("address", "").strip()[:254]
    kind = "email" if "@" in given else "phone"
    if not normalise(kind, given):
        return _ask(request, given, _unread(kind), status=422)
    if not reaches(request.workspace.pk, kind):
        return _ask(request, given, _("We can send a code by e-mail only. Please give your e-mail address."), status=422)
    return _sent(request, kind, given)


@of_workspace
@require_http_methods(["GET", "POST"])
def code(request: PortalRequest) -> HttpResponse:
    """Type the six digits. Wrong, old, used and guessed at too often look alike."""
    browser = request.COOKIES.get(cookie(request.workspace, "asked"), "")
    if request.method == "GET":
        if not entry_open(request.workspace.pk, browser):
            late = {**(_onward(request.GET) or _remembered(request)), "done": "late"}
            return HttpResponseRedirect(f"{reverse('portal:enter', args=[request.workspace.slug])}?{urlencode(late)}")
        return _code_page(request)
    if too_often("portal-guess", peer(request), limit=_GUESSES[0], seconds=_GUESSES[1]):
        return pages.too_many(request, retry_after=_GUESSES[1])
    secret = enter_by_code(
        workspace_id=request.workspace.pk, browser=browser, code=request.POST.get("code", "")[:20], device=_device(request)
    )
    if secret is None:
        wrong = _("This code does not fit or is no longer good. Look at the newest message, or ask for another code.")
        return _code_page(request, wrong, 422)
    return _let_in(request, secret, _onward(request.POST))


@of_workspace
@require_http_methods(["GET", "POST"])
def link(request: PortalRequest, secret: str) -> HttpResponse:
    """The link out of the message. Opening it changes nothing (mail programs look at links before people do); its button lets
    the browser in that asked."""
    if request.method == "GET":
        asked = entry_open(request.workspace.pk, request.COOKIES.get(cookie(request.workspace, "asked"), ""))
        return render(request, "portal/link.html", {"is_same_browser": asked, "trouble": ""})
    if too_often("portal-guess", peer(request), limit=_GUESSES[0], seconds=_GUESSES[1]):
        return pages.too_many(request, retry_after=_GUESSES[1])
    browser = request.COOKIES.get(cookie(request.workspace, "asked"), "")
    opened = enter_by_link(workspace_id=request.workspace.pk, browser=browser, link=secret[:200], device=_device(request))
    if opened is None:
        trouble = _("This link is no longer good, or was asked for in another browser. Nothing is lost: ask for a new one here.")
        return render(request, "portal/link.html", {"is_same_browser": False, "trouble": trouble}, status=422)
    return _let_in(request, opened, _remembered(request))


@inside
@require_POST
def out(request: PortalRequest) -> HttpResponse:
    """Leave on this device, or with ``everywhere`` on all."""
    assert request.session_in is not None
    if request.POST.get("everywhere"):
        leave_everywhere(session=request.session_in)
    else:
        leave(session=request.session_in)
    response = HttpResponseRedirect(reverse("portal:enter", args=[request.workspace.slug]) + "?done=out")
    response.delete_cookie(cookie(request.workspace, "portal"), samesite="Lax")
    return response


def _unread(kind: str) -> str:
    if kind == "phone":
        return _("This is no e-mail address or phone number. Examples: rina@contoh.id, 0812 3456 7890")
    return _("This is no e-mail address. Example: rina@contoh.id")


def _ask(request: PortalRequest, given: str = "", trouble: str = "", *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "given": given,
        "trouble": trouble,
        "onward": _onward(request.GET if request.method == "GET" else request.POST),
        "done": request.GET.get("done", ""),
        "form": form_address(request.workspace.pk),
        "takes_phones": reaches(request.workspace.pk, "phone"),
    }
    return render(request, "portal/enter.html", context, status=status)


def _sent(request: PortalRequest, kind: str, given: str) -> HttpResponse:
    """The same steps for every address. What is asked for too often for one address is noted, and not sent."""
    try:
        entry, browser = ask_entry(workspace_id=request.workspace.pk, kind=kind, value=given, language=get_language() or "id")
    except ValidationError as error:
        return _ask(request, given, " ".join(error.messages), status=422)
    if not too_often("portal-code", f"{request.workspace.pk} {entry.value}", limit=_SENT[0], seconds=_SENT[1]):
        enqueue(
            "portal.send_entry",
            args={"entry_id": entry.pk, "origin": request.portal_look.origin},
            workspace_id=request.workspace.pk,
        )
    onward = _onward(request.POST)
    where = reverse("portal:code", args=[request.workspace.slug])
    response = HttpResponseRedirect(f"{where}?{urlencode(onward)}" if onward else where)
    _keep(response, cookie(request.workspace, "asked"), browser, int(LIFE.total_seconds()))
    _keep(response, cookie(request.workspace, "onward"), urlencode(onward), int(LIFE.total_seconds()))
    return response


def _code_page(request: PortalRequest, trouble: str = "", status: int = 200) -> HttpResponse:
    onward = _onward(request.GET if request.method == "GET" else request.POST)
    context = {"trouble": trouble, "onward": onward, "again": urlencode(onward), "form": form_address(request.workspace.pk)}
    return render(request, "portal/code.html", context, status=status)


def _let_in(request: PortalRequest, secret: str, onward: dict[str, str]) -> HttpResponse:
    """A session of its own making, whatever cookies the browser brought along."""
    response = _home(request, onward)
    _keep(response, cookie(request.workspace, "portal"), secret, int(STAY.total_seconds()))
    for done in ("asked", "onward"):
        response.delete_cookie(cookie(request.workspace, done), samesite="Lax")
    return response


def _remembered(request: PortalRequest) -> dict[str, str]:
    """Where whoever comes by the link was going when they asked for it: what the page remembers of the browser, since a mail
    carries none of the words that somebody typed in."""
    return _onward(QueryDict(request.COOKIES.get(cookie(request.workspace, "onward"), "")))


def _home(request: PortalRequest, onward: dict[str, str]) -> HttpResponse:
    """Only ever a page of this portal: a number, or the words of a new request, is all that is believed of where somebody
    came from."""
    slug, number = request.workspace.slug, onward.get("ticket", "")
    if "new" in onward:
        words = f"?{urlencode({'q': onward['q']})}" if onward["q"] else ""
        return HttpResponseRedirect(reverse("portal:new", args=[slug]) + words)
    return HttpResponseRedirect(
        reverse("portal:my_status", args=[slug, number]) if number else reverse("portal:mine", args=[slug])
    )


def _keep(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(name, value, max_age=seconds, secure=settings.SECURE, httponly=True, samesite="Lax")


def _onward(given: QueryDict) -> dict[str, str]:
    """Where somebody goes once they are in, as fields to carry along: ``ticket``, or ``new`` and its ``q``; else their list."""
    if number := _number(given.get("ticket", "")):
        return {"ticket": number}
    return {"new": "1", "q": given.get("q", "").strip()[:200]} if given.get("new") == "1" else {}


def _number(text: str) -> str:
    return text if text.isdecimal() and text.isascii() and 0 < len(text) < 12 else ""


def _device(request: PortalRequest) -> str:
    return request.headers.get("User-Agent", "")[:160]
