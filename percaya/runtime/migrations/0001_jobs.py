from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="JobRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=96)),
                ("args", models.TextField(default="{}")),
                ("queue", models.CharField(max_length=16)),
                ("order_key", models.CharField(default="", max_length=64)),
                ("unique_key", models.CharField(default="", max_length=128)),
                ("workspace_id", models.BigIntegerField(null=True)),
                ("cause_id", models.BigIntegerField(null=True)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("run_at", models.DateTimeField()),
                ("leased_until", models.DateTimeField(null=True)),
                ("error", models.TextField(default="")),
                ("failed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "jobs_job",
                "indexes": [
                    models.Index(fields=["state", "run_at", "id"], name="jobs_job_due"),
                    models.Index(
                        condition=models.Q(("order_key", ""), _negated=True), fields=["order_key", "id"], name="jobs_job_order"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting"), models.Q(("unique_key", ""), _negated=True)),
                        fields=("unique_key",),
                        name="jobs_job_unique_key",
                    )
                ],
            },
        ),
    ]
