"""Files that lay with their vendor when the message came: filled when they are here, or said to be lost."""

from typing import Any

from django.db import transaction

from percaya.core.journal.actor import Actor
from percaya.core.tickets.actions.change import commit, hold
from percaya.core.tickets.actions.files import FETCHING, LOST
from percaya.core.tickets.events import FileArrived
from percaya.core.tickets.models import Attachment, Message


@transaction.atomic
def fill_file(*, file: Attachment, sha256: str, size: int, content_type: str, name: str = "", by: Actor) -> bool:
    """The bytes are in the blob store. ``name`` where the vendor gives one only now. ``False``: nobody waits for it any more."""
    held = _held(file)
    if held is None:
        return False
    held.sha256, held.size, held.content_type, held.note = sha256, size, content_type[:120], ""
    held.name = held.name or name[:200]
    held.details = {key: value for key, value in held.details.items() if key not in ("fetch", LOST)}
    held.save()
    return _tell(held, by)


@transaction.atomic
def lose_file(*, file: Attachment, word: str, by: Actor) -> bool:
    """It never came. ``word``: expired, too-large, mismatch, not-media, refused, unanswered. Where it lay is kept, so that it
    can be asked for again."""
    held = _held(file)
    if held is None:
        return False
    held.note, held.details = LOST, {**held.details, LOST: word[:40]}
    held.save(update_fields=["note", "details"])
    return _tell(held, by, lost=word[:40])


@transaction.atomic
def wait_for_file(*, file: Attachment) -> bool:
    """A lost file is asked for again: its tries are counted anew. ``False``: it is not lost, or nobody knows where it lay."""
    held = Attachment.objects.select_for_update(of=("self",), no_key=True).filter(pk=file.pk, note=LOST).first()
    if held is None or "fetch" not in held.details:
        return False
    details: dict[str, Any] = {key: value for key, value in held.details.items() if key != LOST}
    held.note, held.details = FETCHING, {**details, "fetch": {**details["fetch"], "tries": 0}}
    held.save(update_fields=["note", "details"])
    return True


def count_try(*, file: Attachment) -> int:
    """How often it has been asked for in vain, this time included."""
    fetch = dict(file.details.get("fetch", {}))
    fetch["tries"] = int(fetch.get("tries", 0)) + 1
    Attachment.objects.filter(pk=file.pk, note=FETCHING).update(details={**file.details, "fetch": fetch})
    return int(fetch["tries"])


def _held(file: Attachment) -> Attachment | None:
    """As it is now, behind its ticket; ``None`` when it came, was lost or was taken back in the meantime."""
    message = Message.objects.filter(pk=file.message_id or 0).first()
    if message is None:
        return None
    hold(message.ticket_id)
    rows = Attachment.objects.select_for_update(of=("self",), no_key=True).select_related("message")
    return rows.filter(pk=file.pk, note=FETCHING).first()


def _tell(file: Attachment, by: Actor, lost: str = "") -> bool:
    message = Message.objects.get(pk=file.message_id or 0)
    commit(hold(message.ticket_id), FileArrived, by=by, message=message.pk, attachment=file.pk, lost=lost)
    return True
