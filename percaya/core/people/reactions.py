"""What people do when something is changed about them elsewhere."""

from django.db import transaction

from percaya.core.people.attributes import forget_fields
from percaya.core.workspace.events import FieldsChanged


def forget_changed_fields(event: FieldsChanged, event_id: int) -> None:
    """Now, and once more when others can see it: someone may read in between."""
    forget_fields(event.workspace_id)
    transaction.on_commit(lambda: forget_fields(event.workspace_id))
