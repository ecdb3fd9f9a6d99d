"""The public door to single files that we sent. Nothing of it runs in a browser as ours."""

from functools import cache

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from percaya.core.journal import blobs
from percaya.core.tickets.file_links import file_of
from percaya.core.tickets.models import Attachment
from percaya.web.accounts.throttle import peer, too_often
from percaya.web.files.drawing import triangle
from percaya.web.ui.ranges import seekable

LOCKED = "default-src 'none'; sandbox"
DAY = 24 * 3600
MOST, SECONDS = 60, 60  # tokens that are none, of one address
MOST_EACH = 240  # times that one file is asked for in as many seconds
_SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp", "audio/", "video/")
_RUN = ("html", "xml", "javascript", "ecmascript", "svg")  # in a type: something might run it


@require_safe
def file(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """The file of a living token. ``name`` is only for eyes."""
    if too_often("file-link", token, limit=MOST_EACH, seconds=SECONDS):
        return _wait()
    found = file_of(token)
    if found is None:
        if too_often("file-link-missed", peer(request), limit=MOST, seconds=SECONDS):
            return _wait()
        raise Http404
    return _served(request, found)


@require_safe
def stand_in(request: HttpRequest) -> HttpResponseBase:
    """The neutral picture."""
    response = HttpResponse(_triangle(), content_type="image/png")
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return _locked(response)


@cache
def _triangle() -> bytes:
    return triangle()


def _served(request: HttpRequest, file: Attachment) -> HttpResponseBase:
    try:
        opened = blobs.store().open(file.sha256)
    except blobs.Missing:
        raise Http404 from None
    is_shown = file.content_type.startswith(_SHOWN)
    kind = "application/octet-stream" if any(word in file.content_type for word in _RUN) else file.content_type
    response = FileResponse(opened, as_attachment=not is_shown, filename=file.name, content_type=kind)
    response.headers["Cache-Control"] = "private, no-store"
    return _locked(seekable(request, response, sha256=file.sha256))


def _locked(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = LOCKED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _wait() -> HttpResponse:
    response = HttpResponse("Too many requests. Try again in a minute.\n", status=429, content_type="text/plain")
    response.headers["Retry-After"] = str(SECONDS)
    return response
