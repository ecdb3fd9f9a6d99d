"""Looking at a masked field: with a reason, and written down in the stream of accesses."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.attributes import fields_of
from percaya.core.people.events import FieldRevealed
from percaya.core.people.models import Contact, Organisation


@transaction.atomic
def reveal_field(*, of: Contact | Organisation, key: str, reason: str, by: Actor) -> str:
    """The value of a field, in full. Raises ``ValidationError`` without a reason, or when there is no such field."""
    kind = "contact" if isinstance(of, Contact) else "organisation"
    if key not in {field.key for field in fields_of(of.workspace_id, kind)}:
        raise ValidationError(_("There is no field “%(key)s”.") % {"key": key})
    if not reason.strip():
        raise ValidationError(_("Say why you need to see it. Nothing was shown."))
    event = FieldRevealed(workspace_id=of.workspace_id, of=kind, subject=of.pk, field=key, reason=reason.strip()[:200])
    record(event, by=by)
    value = of.attributes.get(key, "")
    return ", ".join(value) if isinstance(value, list) else str(value)
