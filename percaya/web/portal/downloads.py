"""Handing out a file that somebody sent: always as a download, never as something a browser runs here."""

import re
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest

from percaya.core.journal.blobs import Missing, store
from percaya.core.tickets.models import Attachment
from percaya.web.ui.ranges import seekable


def download(request: HttpRequest, file: Attachment) -> FileResponse:
    """Whole, or the part that is asked for. Raises ``Http404`` when the bytes are gone."""
    try:
        content = store().open(file.sha256)
    except Missing:
        raise Http404 from None
    response = FileResponse(content, content_type="application/octet-stream")
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", file.name)[:120] or "file"
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    response.headers["Content-Length"] = str(file.size)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return seekable(request, response, sha256=file.sha256)
