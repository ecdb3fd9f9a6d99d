"""Around every request: an id that ties log lines, reports and the answer together, a small answer, the reader's language."""

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestMarks:
    """Gives the request an ``id`` of our own (a sender's is not believed), binds it to the log and says the time it took."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex  # type: ignore[attr-defined]
        request.made = time.time()  # type: ignore[attr-defined]  # what a page shows is at least as new as this
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=request.id, path=request.path):  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        response.headers["Server-Timing"] = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
        return response


class Packed(GZipMiddleware):
    """Pages leave compressed, with Django's random padding against BREACH. Files, streams and what is small stay as they are."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)


class Language:
    """The language of this device's cookie, else the browser's, else Indonesian. A door may change it to the member's own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(translation.get_language_from_request(request))
        try:
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "id")
            return response
        finally:
            # A worker thread serves the next person: nobody's language or zone may stay behind.
            translation.deactivate()
            timezone.deactivate()
