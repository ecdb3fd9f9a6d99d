"""Lists are sorted by when a customer hears from us next: a number for it, an index that leads with it, and the number of every
ticket of which something is owed now."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from percaya.core.tickets.policy import NEVER, next_word, update_key

_AT_ONCE = 500


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tickets = apps.get_model("tickets", "Ticket").objects
    owing = tickets.filter(Q(update_due_at__isnull=False) | Q(due_at__isnull=False) | Q(promise_due_at__isnull=False), is_open=1)
    held: list[models.Model] = []
    for ticket in owing.only("update_due_at", "due_at", "due_kind", "promise_due_at").order_by("pk").iterator(_AT_ONCE):
        at = next_word(
            update_due_at=ticket.update_due_at,
            due_at=ticket.due_at,
            due_kind=ticket.due_kind,
            promise_due_at=ticket.promise_due_at,
        )
        ticket.update_key = update_key(at)
        held.append(ticket)
    for start in range(0, len(held), _AT_ONCE):
        tickets.bulk_update(held[start : start + _AT_ONCE], ["update_key"])


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_next_update")]
    operations = [
        migrations.AddField(model_name="ticket", name="update_key", field=models.BigIntegerField(default=NEVER)),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["workspace", "is_open", "update_key", "id"], name="tickets_open_update"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
