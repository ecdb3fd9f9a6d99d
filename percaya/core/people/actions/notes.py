"""What colleagues write down about a person."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.events import ContactNoteAdded, ContactNoteChanged, ContactNoteRemoved
from percaya.core.people.models import Contact, ContactNote

LONGEST = 4000  # characters


@transaction.atomic
def add_contact_note(*, contact: Contact, text: str, by: Actor) -> ContactNote:
    note = ContactNote.objects.create(
        workspace_id=contact.workspace_id,
        contact=contact,
        member_id=by.id if by.kind == "member" else None,
        text=_written(text),
        created_at=timezone.now(),
    )
    record(ContactNoteAdded(workspace_id=contact.workspace_id, contact=contact.pk, note=note.pk), by=by)
    return note


@transaction.atomic
def change_contact_note(*, note: ContactNote, text: str, by: Actor) -> ContactNote:
    text = _written(text)
    if note.text != text:
        note.text, note.changed_at = text, timezone.now()
        note.save(update_fields=["text", "changed_at"])
        record(ContactNoteChanged(workspace_id=note.workspace_id, contact=note.contact_id, note=note.pk), by=by)
    return note


@transaction.atomic
def remove_contact_note(*, note: ContactNote, by: Actor) -> None:
    if ContactNote.objects.filter(pk=note.pk).delete()[0]:
        record(ContactNoteRemoved(workspace_id=note.workspace_id, contact=note.contact_id, note=note.pk), by=by)


def _written(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError(_("A note needs words."))
    if len(text) > LONGEST:
        raise ValidationError(_("A note has at most %(count)s characters. Shorten it; nothing was saved.") % {"count": LONGEST})
    return text
