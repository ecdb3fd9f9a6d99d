"""Files for vendors that fetch them: whether our address can be reached from outside at all, and the links."""

import ipaddress
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from percaya.channels.contract import AttachmentOut, Channel
from percaya.core.tickets.file_links import FOR_READERS, FOR_VENDORS, link_for, stand_in_link
from percaya.core.tickets.models import Attachment
from percaya.core.workspace.calling import is_at_home
from percaya.core.workspace.models import ChannelAccount

_TOKEN, _SAID = 110, 40  # characters at most: of the signed part of an address, of the sentence beside the name


def link_trouble(kind: Channel, account: ChannelAccount | None) -> str:
    """Why the vendor could not fetch a file from here, in a sentence; "" where it can, or where it fetches none."""
    if not kind.capabilities.fetches_files or account is None or _is_public(settings.PUBLIC_URL):
        return ""
    if account.workspace.is_demo or is_at_home(str(account.settings.get("base_url") or "")):
        return ""
    said = _(
        "%(channel)s fetches files from a public https address, and this Percaya has none. Nothing was sent: put a link to the "
        "file into the message, or ask whoever runs Percaya to give it one (PERCAYA_PUBLIC_URL)."
    )
    return said % {"channel": kind.name_en if get_language() == "en" else kind.name_id}


def room_of_link(name: str) -> int:
    """Characters that a file takes in the words where it goes as a link: its name, what is said of it, and the address."""
    return len(name[:80]) + len(quote(name[-80:])) + len(settings.PUBLIC_URL) + _TOKEN + _SAID


def linked(file: Attachment, content: bytes) -> AttachmentOut:
    """The file with all that a vendor may want to fetch."""
    return AttachmentOut(
        name=file.name,
        content=content,
        content_type=file.content_type,
        link=link_for(file, life=FOR_VENDORS),
        reader_link=link_for(file, life=FOR_READERS),
        stand_in=stand_in_link(),
    )


def _is_public(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" or not host:
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return host != "localhost" and not host.endswith((".localhost", ".local", ".internal"))
