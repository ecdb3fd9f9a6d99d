"""Makes text from outside safe to keep and to show, without changing what a person said."""

import re

# Bidirectional embeddings, overrides and isolates can make "fdp.exe" read as "exe.pdf"; names never need them.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ufeff]")
_LINE_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SPACES = re.compile(r"[ \t\u00a0]+")


def clean_line(text: str, limit: int = 998) -> str:
    """One line for a subject or a display name: no CR/LF, controls, bidi marks or lone surrogates; spaces collapsed."""
    text = _SURROGATES.sub("\ufffd", text[: limit * 4])
    text = _BIDI.sub("", _LINE_CONTROLS.sub(" ", text)).replace("\ufeff", "")
    return _SPACES.sub(" ", text).strip()[:limit]


def clean_text(text: str) -> str:
    """Text of many lines: LF line ends, no NUL or other controls but tab, no lone surrogates (databases refuse them)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def tidy(text: str) -> str:
    """Without spaces at line ends, without blank lines around it, never more than two blank lines in a row."""
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{4,}", "\n\n\n", lines).strip("\n")
