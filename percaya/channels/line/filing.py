"""Files that go out: what LINE has a message for is fetched by a link and shown; everything else goes as a link in the words.

https://developers.line.biz/en/reference/messaging-api/#image-message and below. Pictures JPEG or PNG to 10 MB with a preview to
1 MB; films MP4 to 200 MB with a preview; sound M4A with its length. There is no message for other files.
"""

from collections.abc import Sequence
from typing import Any

from percaya.channels.common.durations import milliseconds
from percaya.channels.common.linking import NO_LINK, link_line
from percaya.channels.contract import AttachmentOut

_MB = 1024 * 1024
_PICTURE, _PREVIEW, _RECORDING = 10 * _MB, _MB, 200 * _MB
_LONGEST = 2000  # characters of an address


def filed(files: Sequence[AttachmentOut], language: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Messages of their own, and lines for the words. Raises ``ValueError`` with a sentence."""
    shown: list[dict[str, Any]] = []
    lines: list[str] = []
    for file in files:
        if message := _shown(file):
            shown.append(message)
        else:
            lines.append(link_line(file, language))
    return shown, lines


def _shown(file: AttachmentOut) -> dict[str, Any] | None:
    """LINE's phones may ask for it days later, so the link is the long-lived one."""
    if not file.reader_link:
        raise ValueError(NO_LINK)
    size, url = len(file.content), file.reader_link
    if len(url) > _LONGEST:
        return None
    if file.content_type in ("image/jpeg", "image/png") and size <= _PICTURE:
        preview = url if size <= _PREVIEW else file.stand_in
        return {"type": "image", "originalContentUrl": url, "previewImageUrl": preview}
    if file.content_type == "video/mp4" and size <= _RECORDING:
        return {"type": "video", "originalContentUrl": url, "previewImageUrl": file.stand_in}
    if file.content_type in ("audio/mp4", "audio/m4a", "audio/x-m4a") and size <= _RECORDING:
        lasts = milliseconds(file.content)
        return {"type": "audio", "originalContentUrl": url, "duration": lasts} if lasts else None
    return None
