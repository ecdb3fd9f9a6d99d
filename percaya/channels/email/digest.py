"""One digest for one mail, whatever door it came through: relays add trace headers and change line ends, nothing else."""

import hashlib
import re

from percaya.channels.email.parts import Part

# What the author's program wrote. Everything else (Received, Return-Path, Delivered-To, X-…, signatures of relays)
# differs between two copies of the same mail.
_OF_THE_AUTHOR = ("from", "to", "cc", "reply-to", "subject", "date", "message-id", "in-reply-to", "content-type")
_SPACE = re.compile(rb"\s+")


def content_digest(root: Part) -> str:
    """sha256 hex over the author's headers (unfolded) and the body with LF line ends and without trailing blanks."""
    digest = hashlib.sha256()
    for name in _OF_THE_AUTHOR:
        for known, value in root.headers:
            if known == name:
                digest.update(name.encode() + b":" + _SPACE.sub(b" ", value) + b"\n")
    digest.update(b"\n" + root.body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip())
    return digest.hexdigest()
