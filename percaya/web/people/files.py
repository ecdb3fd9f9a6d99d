"""A CSV file as an answer."""

from typing import IO

from django.http import HttpResponse


def csv_file(file: IO[bytes], name: str) -> HttpResponse:
    """A download, never something a browser shows."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(file.read(), content_type="text/csv; charset=utf-8", headers=disposition)
