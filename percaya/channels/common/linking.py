"""A file that goes as a link in the words, where the other side has no message for its kind."""

from percaya.channels.common.texts import clean_line
from percaya.channels.contract import AttachmentOut

_LASTS = {"id": "tautan berlaku 30 hari", "en": "the link works for 30 days"}
NO_LINK = "Files of this channel are fetched from a public https address, and this Percaya has none. Put a link into the message."


def link_line(file: AttachmentOut, language: str) -> str:
    """ "📎 nota.pdf (tautan berlaku 30 hari)" and the link below it. Raises ``ValueError`` with a sentence."""
    if not file.reader_link:
        raise ValueError(NO_LINK)
    name = clean_line(file.name, 80) or "file"
    return f"📎 {name} ({_LASTS.get(language, _LASTS['id'])})\n{file.reader_link}"
