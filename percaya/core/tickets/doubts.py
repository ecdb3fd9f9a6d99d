"""What makes one ask once more before a reply leaves. Pure, in both languages of the house."""

import re
from collections.abc import Iterable

ATTACHMENT, NOTE, MENTION = "attachment", "note", "mention"
_ATTACHED = re.compile(
    r"\b(?:terlampir|lampiran(?:nya)?|dilampirkan|(?:saya|kami|kita)\s+lampirkan|attached|attachments?|enclosed)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"^\s*>.*$", re.MULTILINE)
_AS_NOTE = re.compile(r"^\s*(?:catatan|note|internal|fyi|nb)\s*(?:internal)?\s*:", re.IGNORECASE)


def doubts(text: str, *, has_files: bool, names: Iterable[str] = ()) -> list[str]:
    """Reasons to ask: a file is spoken of and none is there, it opens like a note, a colleague is addressed with @.

    ``names`` are those of colleagues; @ with a first name counts. Quoted lines are another's words.
    """
    own = _QUOTED.sub("", text)
    found = []
    if not has_files and _ATTACHED.search(own):
        found.append(ATTACHMENT)
    if _AS_NOTE.match(own):
        found.append(NOTE)
    if "@" in own and any(_addresses(own, name) for name in names):
        found.append(MENTION)
    return found


def _addresses(text: str, name: str) -> bool:
    first = name.split()[0] if name.split() else ""
    return len(first) > 1 and re.search(rf"(?<!\S)@{re.escape(first)}\b", text, re.IGNORECASE) is not None
