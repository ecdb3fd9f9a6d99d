"""Reading bodies without ever holding more than a limit allows."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from percaya.web.api.problems import invalid, too_large

JSON_LIMIT = 2 * 1024 * 1024


def raw_body(request: HttpRequest, limit: int) -> bytes:
    """The body as bytes. Raises a 413 problem; nothing past the limit is read."""
    if hasattr(request, "_body"):
        body: bytes = request._body
    else:
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise too_large(limit)
        body = request.read(limit + 1)
        request._body = body
    if len(body) > limit:
        raise too_large(limit)
    return body


def uploaded(request: HttpRequest) -> list[UploadedFile]:
    """The files of a form, in the order of their fields."""
    return [upload for name in sorted(request.FILES) for upload in request.FILES.getlist(name)]


def file_body(request: HttpRequest, limit: int) -> tuple[bytes, str, str]:
    """(bytes, name, type) of the one file of a multipart form, or of a raw body. Raises a 413 or 422 problem."""
    if not (request.content_type or "").startswith("multipart/form-data"):
        return raw_body(request, limit), request.GET.get("name", ""), request.content_type or ""
    if int(request.META.get("CONTENT_LENGTH") or 0) > limit + 64 * 1024:
        raise too_large(limit)
    files = uploaded(request)
    if len(files) != 1:
        raise invalid(_("Send one file."), "/file")
    upload = files[0]
    if (upload.size or 0) > limit:
        raise too_large(limit)
    return upload.read(), upload.name or "", upload.content_type or ""
