"""The doors of live chat: an active account by its public id, and a visitor by the pass in their request's header."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from percaya.core import public_ids
from percaya.core.prepared import Prepared
from percaya.core.workspace.models import ChannelAccount, Workspace
from percaya.stages.chat.models import Visitor
from percaya.stages.chat.queries import visitor_of
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.widget.definition import CHANNEL, Definition, definition_of
from percaya.web.widget.tokens import Holder, read_pass

LANGUAGE = "Percaya-Language"  # header: which one the panel was shown in
View = Callable[..., HttpResponseBase]
_active: Prepared[ChannelAccount] = Prepared(
    lambda account: ChannelAccount.objects.select_related("workspace", "team", "brand").filter(
        pk=account, channel=CHANNEL, is_active=True
    ),
    account=int,
)


class ChatRequest(HttpRequest):
    account: ChannelAccount
    chat: Definition
    workspace: Workspace
    holder: Holder
    visitor: Visitor | None  # no row before the first message


def of_chat(view: View) -> View:
    """Finds the chat by its public id: an active account, in the language of the page that shows it or its own, in its zone."""

    @wraps(view)
    def found(request: HttpRequest, public_id: str, **kwargs: Any) -> HttpResponseBase:
        pk = public_ids.decode("account", public_id)
        account = next(iter(_active.ask(account=pk)), None) if pk else None
        if account is None:
            raise Http404
        chat = cast(ChatRequest, request)
        wanted = request.headers.get(LANGUAGE) or request.GET.get("lang", "")
        chat.account, chat.chat, chat.workspace = account, definition_of(account, wanted), account.workspace
        translation.activate(chat.chat.language)
        timezone.activate(account.workspace.time_zone)
        return view(chat, **kwargs)

    return found


def called_by_panel(view: View) -> View:
    """What our own page in the frame calls, and no page of another origin. No cookie decides anything here, so the CSRF
    cookie has nothing to guard: the pass stands in a header that another site cannot send."""

    @csrf_exempt
    @of_chat
    @wraps(view)
    def guarded(request: ChatRequest, **kwargs: Any) -> HttpResponseBase:
        if not _is_ours(request):
            return refused(_("This chat can only be used on its own page."), 403)
        response = view(request, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded


def by_pass(name: str, *, most: int, seconds: int) -> Callable[[View], View]:
    """A visitor with a living pass, at most ``most`` times in ``seconds`` (five times that from one address)."""

    def decorate(view: View) -> View:
        @called_by_panel
        @wraps(view)
        def guarded(request: ChatRequest, **kwargs: Any) -> HttpResponseBase:
            kind, _space, token = request.headers.get("Authorization", "").partition(" ")
            holder = read_pass(token, request.account.pk) if kind == "Bearer" else None
            if holder is None:
                return refused(_("Your pass has run out. Nothing was lost; it is being renewed."), 401)
            if request.chat.needs_identity and not holder.is_signed:
                return refused(_("This chat is for customers who are logged in. Log in on the site, then write again."), 403)
            who = f"{request.account.pk}:{holder.key}"
            by_address = too_often(f"chat-{name}-peer", peer(request), limit=most * 5, seconds=seconds)
            if too_often(f"chat-{name}", who, limit=most, seconds=seconds) or by_address:
                return slow_down(seconds)
            request.holder = holder
            request.visitor = visitor_of(request.account.pk, holder.key)
            return view(request, **kwargs)

        return guarded

    return decorate


def refused(said: str, status: int) -> HttpResponse:
    response = JsonResponse({"error": said}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def slow_down(seconds: int) -> HttpResponse:
    response = refused(_("That was very much at once. Nothing was lost; it is sent again in a moment."), 429)
    response.headers["Retry-After"] = str(min(seconds, 30))
    return response


def _is_ours(request: HttpRequest) -> bool:
    given = request.headers.get("Origin", "")
    ours = {urlsplit(settings.PUBLIC_URL).netloc, request.get_host()}
    same_site = request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
    return same_site and (not given or urlsplit(given).netloc in ours)
