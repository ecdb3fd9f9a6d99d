"""The loader that a site pastes, and the panel that it opens in a frame."""

from functools import cache
from pathlib import Path
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from percaya.core import public_ids
from percaya.core.workspace.brands import brand_for
from percaya.web.forms.finding import form_address
from percaya.web.portal.logos import logo_of
from percaya.web.ui.storage import lean
from percaya.web.widget import definition
from percaya.web.widget.doors import ChatRequest, of_chat
from percaya.web.widget.helping import has_articles

_LOADER = Path(__file__).parent / "static/widget/loader.js"


@require_GET
def loader(request: HttpRequest) -> HttpResponse:
    """One script for every chat: which one, the tag says (``data-channel``)."""
    response = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@of_chat
@require_GET
def panel(request: ChatRequest) -> HttpResponse:
    """The panel itself; the same for every visitor, so that nothing of anybody can be in it."""
    account = request.account
    most_text, most_files, most_bytes = definition.limits()
    closed = definition.hours(account)
    page: dict[str, Any] = {
        "chat": request.chat,
        "logo": logo_of(brand_for(account, account.workspace_id), account.workspace),
        "closed": closed,
        "reply_time": "" if closed else definition.reply_time(account),
        "form": form_address(account.workspace_id),
        "has_articles": has_articles(request),
        "most_text": most_text,
        "config": {
            "id": public_ids.encode("account", account.pk),
            "origins": list(request.chat.origins),
            "asks": request.chat.asks,
            "asksPage": request.chat.asks_page,
            "needsIdentity": request.chat.needs_identity,
            "mostFiles": most_files,
            "mostBytes": most_bytes,
            "voice": static("widget/voice.js"),
            "help": static("widget/help.js"),
            "emoji": static("widget/emoji.js"),
            "words": _words(),
        },
    }
    response = render(cast(HttpRequest, request), "widget/panel.html", page)
    response._csp_replace = {"frame-ancestors": ["'self'", *request.chat.origins]}  # type: ignore[attr-defined]
    response._csp_update = {"media-src": ["blob:"]}  # type: ignore[attr-defined]
    response.xframe_options_exempt = True
    response.headers["Cache-Control"] = "no-store"
    return response


@cache
def _script() -> str:
    return lean(_LOADER.read_text())


def _words() -> dict[str, str]:
    """What the script of the panel says."""
    return {
        "sending": _("Sending…"),
        "waiting": _("Not sent yet. We keep it and try again."),
        "failed": _("Not sent."),
        "again": _("Send again"),
        "offline": _("No connection. You can go on writing; we send it when you are back."),
        "typing": _("%(name)s is writing…"),
        "tooLarge": _("This file is larger than can be sent. Choose a smaller one."),
        "tooMany": _("At most %(count)s files at once."),
        "identity": _("Please log in on the site first; then you can write here."),
        "sure": _("Ask us to delete your data? A person of ours will read this and answer you."),
        "linked": _("Sent. Look into your mailbox."),
        "rated": _("Thank you. You can change it for seven days."),
        "micAsk": _("Your browser asks whether we may use the microphone. What you record is sent only when you press Send."),
        "micRecord": _("Start recording"),
        "micStop": _("Finish recording"),
        "micDrop": _("Discard"),
        "micOn": _("Recording…"),
        "micNo": _("The microphone cannot be used. Allow it in your browser, or write your message."),
        "play": _("Play %(name)s"),
    }
