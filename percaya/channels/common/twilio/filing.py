"""Files that go out: Twilio fetches them by links (https://www.twilio.com/docs/messaging/guides/accepted-mime-types).

An MMS goes from a number of the United States or Canada to another one, pictures of 5 MB in all; to everybody else, and for all
other files, the link goes in the words. WhatsApp takes one file in a message; sound carries no words.
"""

from collections.abc import Sequence

from percaya.channels.common.linking import NO_LINK, link_line
from percaya.channels.contract import AttachmentOut

MMS = 5 * 1024 * 1024  # bytes of all files of a message
_PICTURES = ("image/jpeg", "image/png", "image/gif")
_NORTH_AMERICA = "+1"


def of_sms(files: Sequence[AttachmentOut], language: str, *, own: str, to: str) -> tuple[list[str], list[str]]:
    """Links for ``MediaUrl``, and lines for the words. Raises ``ValueError`` with a sentence."""
    takes_pictures = own.startswith(_NORTH_AMERICA) and to.startswith(_NORTH_AMERICA)
    media: list[str] = []
    lines: list[str] = []
    size = 0
    for file in files:
        if takes_pictures and file.content_type in _PICTURES and size + len(file.content) <= MMS:
            size += len(file.content)
            media.append(link_of(file))
        else:
            lines.append(link_line(file, language))
    return media, lines


def link_of(file: AttachmentOut) -> str:
    """Raises ``ValueError`` with a sentence."""
    if not file.link:
        raise ValueError(NO_LINK)
    return file.link


def bears_words(file: AttachmentOut) -> bool:
    """Whether WhatsApp shows words under it."""
    return not file.content_type.startswith("audio/")
