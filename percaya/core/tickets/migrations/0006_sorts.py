from dataclasses import asdict

from django.db import migrations, models

from percaya.core.tickets import policy

BATCH = 2000
SOURCES = ("due_at", "promise_due_at", "snoozed_until", "priority", "waiting_since")


def fill(apps, schema_editor):
    """The keys of the tickets that are there already, in batches by key."""
    Ticket = apps.get_model("tickets", "Ticket")
    last = 0
    while batch := list(Ticket.objects.filter(pk__gt=last).order_by("pk").only("pk", *SOURCES)[:BATCH]):
        for ticket in batch:
            for name, value in asdict(policy.sort_keys(**{name: getattr(ticket, name) for name in SOURCES})).items():
                setattr(ticket, name, value)
        Ticket.objects.bulk_update(batch, ["priority_key", "waiting_key", "due_key"], batch_size=200)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("tickets", "0005_reminded")]

    operations = [
        migrations.AddField(model_name="ticket", name="priority_key", field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name="ticket", name="waiting_key", field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name="ticket", name="due_key", field=models.BigIntegerField(default=0)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["workspace", "is_open", "priority_key", "id"], name="tickets_open_priority"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["workspace", "is_open", "waiting_key", "id"], name="tickets_open_waiting"),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(fields=["workspace", "is_open", "due_key", "id"], name="tickets_open_due"),
        ),
        migrations.AddIndex(
            model_name="ticket", index=models.Index(fields=["workspace", "is_open", "id"], name="tickets_open_age")
        ),
    ]
