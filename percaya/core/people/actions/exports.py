"""That people's data left as a file."""

from django.db import transaction

from percaya.core.journal.actions import record
from percaya.core.journal.actor import Actor
from percaya.core.people.events import PeopleExported


@transaction.atomic
def record_export(*, workspace_id: int, of: str, number: int, by: Actor) -> None:
    record(PeopleExported(workspace_id=workspace_id, of=of, number=number), by=by)
