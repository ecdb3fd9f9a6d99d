"""Public links to single files that we send: signed with the installation's key, good for that file alone, dead after their time.

Some vendors take no bytes but fetch what a message shows; so does a customer who gets a link in their chat. Whoever has such a
link may read the file, which is what sending it meant.
"""

from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from percaya.core import public_ids
from percaya.core.tickets.models import Attachment, Delivery, Direction

FOR_VENDORS = timedelta(days=1)
FOR_READERS = timedelta(days=30)
_HOUR = 3600  # seconds


def link_for(file: Attachment, *, life: timedelta, now: datetime | None = None) -> str:
    """Absolute. It lives that long and up to an hour more, so that a try some minutes later says the same."""
    until = int((now or timezone.now()).timestamp()) // _HOUR * _HOUR + _HOUR + int(life.total_seconds())
    token = _signer().sign(f"{public_ids.encode('attachment', file.pk)}.{until:x}")
    return _absolute(reverse("files:file", args=[token, _name(file.name)]))


def stand_in_link() -> str:
    """Of the neutral picture that vendors show before a film begins."""
    return _absolute(reverse("files:stand_in"))


def file_of(token: str, *, now: datetime | None = None) -> Attachment | None:
    """The file of a living token, while its message counts as said; ``None`` for everything else, all alike."""
    try:
        public_id, until = _signer().unsign(token).split(".")
        is_over = int(until, 16) <= (now or timezone.now()).timestamp()
    except (signing.BadSignature, ValueError):
        return None
    key = public_ids.decode("attachment", public_id)
    if key is None or is_over:
        return None
    rows = Attachment.objects.filter(pk=key, message__direction=Direction.OUTBOUND).exclude(sha256="")
    return rows.exclude(message__delivery_state=Delivery.CANCELLED).first()


def _signer() -> signing.Signer:
    return signing.Signer(salt="percaya.file", sep=".")


def _name(name: str) -> str:
    """The last part of the address: only for eyes, and for vendors that name the file after it."""
    plain = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in name).strip(".-")
    return plain[-80:] or "file"


def _absolute(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + quote(path, safe="/%-_.~")
