import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0006_sorts"),
        ("workspace", "0002_brands_fields_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Joining",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("merge", "Merge"), ("split", "Split")], max_length=6)),
                ("at", models.DateTimeField()),
                ("undo_until", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                ("before", models.JSONField(default=dict)),
            ],
        ),
        migrations.AddField(
            model_name="message",
            name="moved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("moved_at__isnull", False)),
                fields=["ticket", "created_at", "id"],
                name="tickets_message_moved",
            ),
        ),
        migrations.AddField(
            model_name="joining",
            name="source",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="joinings_out", to="tickets.ticket"
            ),
        ),
        migrations.AddField(
            model_name="joining",
            name="target",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="joinings_in", to="tickets.ticket"
            ),
        ),
        migrations.AddField(
            model_name="joining",
            name="workspace",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="workspace.workspace"),
        ),
        migrations.AddIndex(
            model_name="joining",
            index=models.Index(fields=["source", "id"], name="tickets_joining_source"),
        ),
        migrations.AddIndex(
            model_name="joining",
            index=models.Index(fields=["target", "id"], name="tickets_joining_target"),
        ),
    ]
