"""The desk as an app to install: its manifest, its service worker, and what it says without a network."""

from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET

from percaya.core.workspace.queries import memberships

_WORKER = Path(__file__).parent / "static/notices/worker.js"
_SIZES = (192, 512)
_SHARED = ["image/*", "application/pdf", "video/*", "audio/*", ".pdf", ".jpg", ".jpeg", ".png", ".webp"]
_MOST_SHARED = 4000  # characters: it travels in an address


@require_GET
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """https://www.w3.org/TR/appmanifest/"""
    icons = [_icon(size, purpose) for size in _SIZES for purpose in ("any", "maskable")]
    body = {
        "id": "/",
        "name": "Percaya",
        "short_name": "Percaya",
        "description": _("The customer-service desk that keeps its promises."),
        "lang": get_language() or "id",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f1ec",
        "theme_color": "#2a3a78",
        # The service worker takes the POST: it carries no token of ours, so it never reaches the server. Words go on in an
        # address, files wait on the device: nothing is done before somebody has looked at it.
        "share_target": {
            "action": reverse("notices:share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"title": "title", "text": "text", "url": "url", "files": [{"name": "files", "accept": _SHARED}]},
        },
        "icons": icons,
    }
    return JsonResponse(body, content_type="application/manifest+json")


@never_cache
@login_required
@require_GET
def share(request: HttpRequest) -> HttpResponse:
    """What another app handed over: the form of a new ticket, with its words in it; with ``?files=`` first the choice where
    the files go that wait on the device. Nothing is saved by it."""
    own = memberships(cast(int, request.user.pk)).first()
    if own is None:
        return redirect("choose_workspace")
    said = [request.GET.get(name, "").strip() for name in ("text", "url")]
    words = {"subject": request.GET.get("title", "").strip()[:250], "text": "\n".join(filter(None, said))[:_MOST_SHARED]}
    page = "inbox:shared" if request.GET.get("files") else "inbox:new"
    return HttpResponseRedirect(f"{reverse(page, args=[own.workspace.slug])}?{urlencode(words)}")


@require_GET
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """From the top, since a worker's reach is its folder's."""
    script = _WORKER.read_text().replace("/static/notices/app-192.png", static("notices/app-192.png"))
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@require_GET
@cache_control(max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/offline.html")


def _icon(size: int, purpose: str) -> dict[str, str]:
    name = "maskable" if purpose == "maskable" else "app"
    return {"src": static(f"notices/{name}-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
