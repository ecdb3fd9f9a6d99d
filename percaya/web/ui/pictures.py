"""Pictures out of the blob store, whose type was judged when they came in."""

from django.http import Http404, HttpResponse

from percaya.core.journal import blobs


def picture_of(sha256: str, content_type: str) -> HttpResponse:
    """The bytes, so that a browser shows a picture of them and runs nothing. Raises ``Http404`` when they are gone."""
    try:
        content = blobs.store().read(sha256)
    except blobs.Missing:
        raise Http404 from None
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    return response
