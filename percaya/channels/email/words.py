"""Header values as people should read them: RFC 2047 encoded words, also broken ones, and undeclared 8-bit bytes."""

import binascii
import re

from percaya.channels.common.texts import clean_line
from percaya.channels.email.charsets import decoded, guessed

# Real mailers put spaces into Q words and leave out padding; the text is not checked against the RFC's alphabet.
_WORD = re.compile(r"=\?([A-Za-z0-9_.:+-]{1,60})(?:\*[A-Za-z-]{1,20})?\?([bBqQ])\?([^?]{0,4000})\?=")


def readable(raw: bytes, hint: str = "") -> str:
    """The bytes of a header value as text; encoded words stay encoded. ``hint``: charset of the body."""
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii")
    return guessed(raw, hint)


def decoded_words(text: str, hint: str = "", limit: int = 998) -> str:
    """The text with encoded words decoded, on one line, without controls or bidi marks."""
    return clean_line(_replaced(text, hint) if "=?" in text else text, limit)


def _replaced(text: str, hint: str) -> str:
    """Neighbouring words of one charset are joined before decoding: senders split characters between words."""
    pieces: list[str] = []
    run: list[bytes] = []
    run_charset = ""
    position = 0
    for word in _WORD.finditer(text):
        between = text[position : word.start()]
        charset = word[1].lower()
        if run and (between.strip() or charset != run_charset):
            pieces.append(decoded(b"".join(run), run_charset, hint)[0])
            run = []
            pieces.append(between if between.strip() else "")
        elif not run:
            pieces.append(between)
        run.append(_bytes_of(word[2], word[3]))
        run_charset = charset
        position = word.end()
    if run:
        pieces.append(decoded(b"".join(run), run_charset, hint)[0])
    return "".join([*pieces, text[position:]])


def _bytes_of(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "surrogatepass")
    if encoding in "qQ":
        return binascii.a2b_qp(raw, header=True)
    return lenient_base64(raw)


def lenient_base64(raw: bytes) -> bytes:
    """Base64 with stray characters, missing padding or a cut end; what can be decoded is."""
    try:
        return binascii.a2b_base64(raw)  # skips strange characters by itself
    except binascii.Error:
        pass
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
