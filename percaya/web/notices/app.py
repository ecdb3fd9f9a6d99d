"""The desk as an app to install: its manifest, its service worker, and what it says without a network."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

_WORKER = Path(__file__).parent / "static/notices/worker.js"
_SIZES = (192, 512)


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
        "icons": icons,
    }
    return JsonResponse(body, headers={"Content-Type": "application/manifest+json"})


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
