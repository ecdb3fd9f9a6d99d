import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_poll_place"), ("tickets", "0012_next_update"), ("workspace", "0007_accounts_alarm_and_end")]

    operations = [
        migrations.AddField(model_name="arrival", name="forgotten_at", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="ArrivalPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "arrival",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="intake.arrival"),
                ),
                ("message", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="tickets.message")),
                (
                    "workspace",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="workspace.workspace"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("arrival", "message"), name="intake_arrivalpart_once")],
            },
        ),
    ]
