"""Bytes to text for whatever charset real mail declares, misdeclares or forgets."""

import codecs
import re

import charset_normalizer

# Names seen in the wild -> what the bytes really are. Supersets are used where senders mean them.
_ALIASES = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso-gb2312": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_2", "cp50220": "iso2022_jp_2", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8", "ansi_x3.4-1968": "utf-8",
    "utf8mb4": "utf-8", "utf-8-sig": "utf-8", "unicode-1-1-utf-7": "utf-7", "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6", "cp-850": "cp850", "windows-874": "cp874", "tis-620": "cp874",
}  # fmt: skip
# Slow or dangerous on hostile bytes, or not a charset at all.
_REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_UNKNOWN = {"", "default", "unknown-8bit", "x-unknown", "unknown", "x-user-defined", "binary", "8bit", "none"}
_ESCAPES = re.compile(rb"\x1b[$(]")
_GUESSES = ["gb18030", "cp932", "euc_jp", "big5", "cp949", "cp1252", "cp1251", "cp1256", "cp874"]


def decoded(raw: bytes, charset: str = "", hint: str = "") -> tuple[str, bool]:
    """The text and whether it is trustworthy: ``False`` when the declared charset was unknown or did not fit."""
    name = charset.strip().strip("\"'").lower()
    codec = "" if name in _UNKNOWN else codec_of(name)
    if codec:
        fitting = _fitting(raw, codec)
        if fitting is not None:
            return fitting, True
    text = guessed(raw, hint)
    return text, raw.isascii() or (name in ("us-ascii", "ascii", "") and _fitting(raw, "utf-8") is not None)


def codec_of(name: str) -> str:
    """Python's codec for a charset name of mail, empty when it knows none that is safe to use."""
    name = _ALIASES.get(name, name)
    try:
        info = codecs.lookup(name[:40].replace("\x00", ""))
    except (LookupError, ValueError, UnicodeError):
        return ""
    is_text = getattr(info, "_is_text_encoding", False)
    return info.name if is_text and info.name.replace("-", "_") not in _REFUSED else ""


def guessed(raw: bytes, hint: str = "") -> str:
    """The likeliest text of bytes that nobody described: UTF-8, ISO-2022, the hint, then by their look."""
    codecs_to_try = ["iso2022_jp_2"] if raw.isascii() and _ESCAPES.search(raw) else []
    codecs_to_try += ["utf-8", codec_of(hint.lower()) if hint.lower() not in _UNKNOWN else ""]
    for codec in codecs_to_try:
        fitting = _fitting(raw, codec) if codec else None
        if fitting is not None:
            return fitting
    return _by_look(raw)


def _fitting(raw: bytes, codec: str) -> str | None:
    """The text, or nothing when the bytes do not fit. Python's ISO-2022 decoders also fail with a RuntimeError."""
    try:
        return raw.decode(codec)
    except (UnicodeError, ValueError, RuntimeError):
        return None


def _by_look(raw: bytes) -> str:
    candidates = {codec: _score(raw, codec) for codec in ("gb18030", "cp932", "big5", "cp949")}
    best = max(candidates, key=lambda codec: candidates[codec])
    if candidates[best] > 0.8 and _high_share(raw) > 0.25:
        return raw.decode(best, "replace")
    if len(raw) > 64:
        match = charset_normalizer.from_bytes(raw[:4096], cp_isolation=_GUESSES).best()
        if match is not None:
            return raw.decode(match.encoding, "replace")
    return raw.decode("cp1252", "replace")


def _score(raw: bytes, codec: str) -> float:
    """Share of the non-ASCII characters that are everyday ones in that script; 0 when the bytes do not fit."""
    text = _fitting(raw[:4096], codec)
    if text is None:
        return 0.0
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 0.0
    return sum(_WEIGHTS[codec](character) for character in foreign) / len(foreign)


def _kana(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff"


def _gb(character: str) -> float:
    # GB2312's first level (the 3,755 everyday characters) starts with bytes B0..D7.
    lead = character.encode("gb18030")[0]
    return 1.0 if 0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3 else 0.2


def _sjis(character: str) -> float:
    if _kana(character) or "\u3000" <= character <= "\u303f":
        return 1.05
    return 0.85 if "\u4e00" <= character <= "\u9fff" else 0.0


def _big5(character: str) -> float:
    return 0.95 if 0xA4 <= character.encode("big5")[0] <= 0xC6 else 0.3


def _korean(character: str) -> float:
    return 0.97 if "\uac00" <= character <= "\ud7a3" and 0xB0 <= character.encode("cp949")[0] <= 0xC8 else 0.2


_WEIGHTS = {"gb18030": _gb, "cp932": _sjis, "big5": _big5, "cp949": _korean}


def _high_share(raw: bytes) -> float:
    return sum(byte > 127 for byte in raw[:4096]) / max(1, len(raw[:4096]))
