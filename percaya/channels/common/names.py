"""File names as a stranger gave them, made safe to show and to offer for download.

Normalise first, check after: a zero-width space inside ``.htaccess`` has slipped past checks made in the other order
(CVE-2026-28289). The name is never a path on our disk; blobs are kept by hash.
"""

import mimetypes
import re
import unicodedata

# Zero-width, soft hyphen, bidirectional marks and overrides.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_UNSAFE = re.compile('[\x00-\x1f\x7f-\x9f\ud800-\udfff<>:"|?*]+')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_MAX = 120


def safe_name(name: str, content_type: str = "", fallback: str = "attachment") -> str:
    """A file name of at most 120 characters without path, invisible or control characters, dots at its ends."""
    name = unicodedata.normalize("NFKC", _UNSAFE.sub("_", _INVISIBLE.sub("", name[:1000])))
    name = _UNSAFE.sub("_", name.replace("\\", "/")).rsplit("/", 1)[-1]
    name = re.sub(r"^[_ .]*\.", "", re.sub(r"\s+", " ", name).rstrip(" .")).strip()
    name = name if name.strip("_. ") else ""
    if not name:
        return fallback + (mimetypes.guess_extension(content_type) or "" if content_type else "")
    if _RESERVED.match(name):
        name = "_" + name
    return _shortened(name)


def _shortened(name: str) -> str:
    if len(name) <= _MAX:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:_MAX].rstrip(" .")
    return f"{stem[: _MAX - len(extension) - 1].rstrip(' .')}.{extension}"
