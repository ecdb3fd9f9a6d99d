"""Bytes out: always as a download, never as something a browser would run from our origin."""

from django.http import FileResponse

from percaya.core.journal.blobs import Missing, store
from percaya.web.api.problems import not_found


def download(sha: str, name: str, content_type: str) -> FileResponse:
    """Streams a blob. Raises a 404 problem when it is gone (erased)."""
    try:
        file = store().open(sha)
    except Missing:
        raise not_found() from None
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["ETag"] = f'"{sha}"'
    return response
