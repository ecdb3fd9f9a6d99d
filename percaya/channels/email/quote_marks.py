"""The lines by which mail programs announce what they quote, in Indonesian, English and the neighbours' languages.

Shapes seen in mails of Gmail, Outlook (desktop, web, phone), Apple Mail, Yahoo, Thunderbird, Samsung and others. The
attribution line is often wrapped, so up to four lines are read as one.
"""

import re

MAX_WRAP = 4

_ATTRIBUTIONS = [
    re.compile(r"^on\b.{5,400}\bwrote\s?:$", re.I),
    re.compile(r"^pada\b.{5,400}\b(?:menulis|tulis)\s?:$", re.I),
    re.compile(
        r"^(?:am|le|el|em|il|op|den)\b.{5,400}\b(?:schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev)\b.{0,160}:$", re.I
    ),
    re.compile(r"^.{0,200}<[^<>\s]+@[^<>\s]+>\s?(?:wrote|menulis|schrieb|a écrit|escribió)\s?:$", re.I),
    re.compile(r"^\d{4}[-/]\d\d[-/]\d\d.{0,120}<[^<>\s]+@[^<>\s]+>\s?:$"),
    re.compile(r"^-{2,}\s*(?:on|pada)\b.{5,400}\b(?:wrote|menulis)\s*-{2,}$", re.I),
    re.compile(r"^.{0,250}(?:写道|寫道)\s?[:：]$"),
]
_ATTRIBUTION_START = re.compile(
    r"^(?:on|pada|am|le|el|em|il|op|den)\s|^\d{4}[-/]\d\d|^[^>].{0,200}(?:<[^<>\s]+@[^<>\s]+>|[：:]$)", re.I
)
# Proof that a line like "Pada … menulis:" was made by a program: a time of day or an address.
_BY_PROGRAM = re.compile(r"\b\d{1,2}[.:]\d{2}\b|<[^<>\s]*@|\S@\S|\[mailto:|\b(?:19|20)\d\d\b", re.I)

_SEPARATOR = re.compile(
    r"^\s*(?:[-_*=]{2,}|[-\u2010-\u2015]+)\s*"
    r"(original message|original appointment|forwarded message|forwarded by .{0,60}|reply message|"
    r"pesan asli|pesan semula|pesan terusan|pesan yang diteruskan|pesan diteruskan|email asli|balas pesan|"
    r"ursprüngliche nachricht|message d'origine|mensaje original)"
    r"\s*(?:[-_*=]{2,}|[-\u2010-\u2015]+)?\s*:?\s*$",
    re.I,
)
_FORWARDED = re.compile(
    r"^(?:begin forwarded message|mulai pesan terusan|awal pesan terusan|awal pesan yang diteruskan)\s*:\s*$", re.I
)
_RULE = re.compile(r"^\s*[_\-=\u2014]{10,}\s*$")

_FROM = re.compile(r"^\s*\*?(?:from|dari|pengirim)\s*:\*?\s*\S", re.I)
_SUBJECT = re.compile(r"^\s*\*?(?:subject|subjek|perihal|judul|hal)\s*:\*?", re.I)
_OTHER_LABEL = re.compile(r"^\s*\*?(?:sent|dikirim|terkirim|date|tanggal|to|kepada|ke|untuk)\s*:\*?\s*\S", re.I)


def attribution_length(lines: list[str], at: int) -> int:
    """How many lines from ``at`` form an attribution ("Pada … menulis:"), 0 if they do not."""
    if not _ATTRIBUTION_START.match(lines[at].strip()):
        return 0
    joined, words = "", 0
    for length, line in enumerate(lines[at : at + 2 * MAX_WRAP], start=1):
        if line.startswith(">") or words == MAX_WRAP or len(joined) > 500:
            return 0
        if not line.strip():
            continue  # some programs put each line of it into a paragraph of its own
        words += 1
        joined = f"{joined} {line.strip()}".strip()
        if joined[-1] in ":：-" and any(pattern.match(joined) for pattern in _ATTRIBUTIONS):
            return length
    return 0


def by_program(lines: list[str]) -> bool:
    """Whether an attribution is a program's; a person may write "Pada pesan lalu saya menulis:" too."""
    return bool(_BY_PROGRAM.search(" ".join(lines)))


def starts_the_rest(lines: list[str], at: int) -> bool:
    """Whether everything from this line on is an earlier mail: a separator or a block of header lines."""
    line = lines[at]
    if _SEPARATOR.match(line) or _FORWARDED.match(line.strip()):
        return True
    if _RULE.match(line):
        at = next((index for index in range(at + 1, min(at + 3, len(lines))) if lines[index].strip()), at)
    return bool(_FROM.match(lines[at])) and _header_block(lines[at + 1 : at + 12])


def _header_block(lines: list[str]) -> bool:
    """A subject line and a date or recipient: "Dari: Jakarta, Ke: Bandung" of a parcel is not a mail header."""
    block: list[str] = []
    for line in lines:
        if not line.strip() and len(block) > 1:
            break
        block.append(line)
    return any(_SUBJECT.match(line) for line in block) and any(_OTHER_LABEL.match(line) for line in block)
