"""What is owed has a time from which it is close. Tickets from before get the usual half hour; their clocks put it right."""

from datetime import timedelta

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Q
from django.db.models.functions import Least

_NEAR = timedelta(minutes=30)


def _begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tickets = apps.get_model("tickets", "Ticket").objects
    both = tickets.filter(due_at__isnull=False, promise_due_at__isnull=False)
    both.update(near_at=Least(F("due_at"), F("promise_due_at")) - _NEAR)
    tickets.filter(due_at__isnull=False, promise_due_at=None).update(near_at=F("due_at") - _NEAR)
    tickets.filter(Q(due_at=None), promise_due_at__isnull=False).update(near_at=F("promise_due_at") - _NEAR)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0010_clocks"),
    ]

    operations = [
        migrations.AddField(model_name="ticket", name="due_warn_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="ticket", name="near_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["workspace", "is_open", "near_at", "id"], name="tickets_open_near"),
        ),
        migrations.RunPython(_begin, migrations.RunPython.noop, elidable=True),
    ]
