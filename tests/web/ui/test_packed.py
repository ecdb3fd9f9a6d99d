"""Pages leave small, files and small answers as they are; templates can all be compiled before the first asks."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from percaya.web.ui.middleware import Packed
from percaya.web.ui.warm import warm

HTML = "<p>Halo, apa kabar?</p>" * 100


def passed(response: HttpResponseBase) -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    return Packed(lambda _request: response)(request)  # type: ignore[arg-type, return-value]


def test_a_page_leaves_packed_and_padded() -> None:
    first, second = (passed(HttpResponse(HTML)) for _ in range(2))
    assert first["Content-Encoding"] == "gzip"
    assert gzip.decompress(first.content).decode() == HTML  # type: ignore[attr-defined]
    assert "Accept-Encoding" in first["Vary"]
    lengths = {len(passed(HttpResponse(HTML)).content) for _ in range(20)}  # type: ignore[attr-defined]
    assert len(lengths) > 1, "no random padding: a secret's length could be guessed"
    assert second["Content-Encoding"] == "gzip"


@pytest.mark.parametrize(
    "response",
    [
        StreamingHttpResponse([HTML], content_type="text/html"),
        FileResponse([HTML.encode()], content_type="application/pdf"),
        HttpResponse(HTML, content_type="text/event-stream"),
        JsonResponse({"text": HTML}),
        HttpResponse("kecil"),
    ],
)
def test_streams_files_and_what_is_small_stay_as_they_are(response: HttpResponseBase) -> None:
    assert not passed(response).has_header("Content-Encoding")


def test_every_template_compiles() -> None:
    assert warm() > 50
