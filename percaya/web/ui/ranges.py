"""Files that can be sought: a player of sound or film asks for a part of one (RFC 9110, section 14), Safari for nothing else."""

import os
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import FileResponse, HttpRequest

_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE | re.ASCII)
_PIECE = 256 * 1024  # bytes that stand in memory


def seekable(request: HttpRequest, response: FileResponse, *, sha256: str) -> FileResponse:
    """The answer, or the part of it that is asked for: 206, 416 where the file has no such part, 304 where it is known already.
    Its headers stay as they are. Several parts at once are answered whole, as anything is that we do not understand."""
    tag = f'"{sha256}"'
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = tag
    known = request.headers.get("If-None-Match", "")
    if known and (known.strip() == "*" or tag in known):
        return _without_body(response, 304)
    file = response.file_to_stream
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if file is None or asked is None or request.method != "GET" or request.headers.get("If-Range", tag) != tag:
        return response
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if (span := _span(asked[1], asked[2], size)) is None:
        return response
    first, last = span
    if not first <= last < size:
        response.headers["Content-Range"] = f"bytes */{size}"
        return _without_body(response, 416)
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Length"] = str(last - first + 1)
    response.streaming_content = _piece_by_piece(file, first, last - first + 1)
    return response


def _span(first: str, last: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte; ``None`` where the words make no sense, a first beyond the last where there is nothing."""
    if not first:
        return (max(size - int(last), 0), size - 1 if int(last) else -1) if last else None
    if last and int(last) < int(first):
        return None
    end = min(int(last), size - 1) if last else size - 1
    return int(first), end


def _piece_by_piece(file: BinaryIO, first: int, length: int) -> Iterator[bytes]:
    file.seek(first)
    while length and (piece := file.read(min(_PIECE, length))):
        length -= len(piece)
        yield piece


def _without_body(response: FileResponse, status: int) -> FileResponse:
    """The file is closed with the answer."""
    response.status_code = status
    response.streaming_content = iter(())
    response.headers["Content-Length"] = "0"
    if status == 304:
        del response.headers["Content-Length"]
    return response
