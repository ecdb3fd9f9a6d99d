import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tickets", "0010_clocks"),
        ("workspace", "0003_invited_roles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weight", models.PositiveIntegerField()),
                ("since", models.DateTimeField()),
                ("member", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="workspace.member")),
                ("ticket", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="tickets.ticket")),
                (
                    "workspace",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="workspace.workspace"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("how", models.CharField(max_length=12)),
                ("strategy", models.CharField(blank=True, max_length=16)),
                ("rules", models.JSONField(default=list)),
                ("asked", models.JSONField(default=dict)),
                ("candidates", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=12)),
                (
                    "member",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to="workspace.member"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to="workspace.team"
                    ),
                ),
                ("ticket", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="tickets.ticket")),
                (
                    "workspace",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, to="workspace.workspace"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoutingSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("weights", models.JSONField(default=dict)),
                ("limit", models.PositiveIntegerField(default=120)),
                ("idle_minutes", models.PositiveIntegerField(default=15)),
                ("reasons", models.JSONField(default=list)),
                ("workspace", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="workspace.workspace")),
            ],
        ),
        migrations.CreateModel(
            name="TeamRouting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "strategy",
                    models.CharField(
                        choices=[
                            ("manual", "Manual"),
                            ("round_robin", "Round Robin"),
                            ("least_loaded", "Least Loaded"),
                            ("sticky", "Sticky"),
                        ],
                        default="manual",
                        max_length=16,
                    ),
                ),
                ("skills", models.JSONField(default=list)),
                ("match_language", models.BooleanField(default=False)),
                ("priority_first", models.BooleanField(default=True)),
                ("overflow_minutes", models.PositiveIntegerField(default=0)),
                (
                    "reassign",
                    models.CharField(
                        choices=[("never", "Never"), ("away", "Away"), ("silent", "Silent")], default="never", max_length=8
                    ),
                ),
                ("reassign_minutes", models.PositiveIntegerField(default=30)),
                (
                    "overflow_team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="workspace.team"
                    ),
                ),
                ("team", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="workspace.team")),
                ("workspace", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="workspace.workspace")),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("available", "Available"),
                            ("async_only", "Async Only"),
                            ("transfers_only", "Transfers Only"),
                            ("break", "Break"),
                            ("offline", "Offline"),
                        ],
                        default="offline",
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("since", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("is_auto", models.BooleanField(default=True)),
                ("limit", models.PositiveIntegerField(null=True)),
                ("used", models.PositiveIntegerField(default=0)),
                ("given_at", models.DateTimeField(null=True)),
                ("skills", models.JSONField(default=list)),
                ("languages", models.JSONField(default=list)),
                ("member", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to="workspace.member")),
                ("workspace", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="workspace.workspace")),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "status"], name="routing_seat_status")],
            },
        ),
        migrations.CreateModel(
            name="TeamRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("conditions", models.JSONField(default=dict)),
                ("skills", models.JSONField(default=list)),
                ("is_on", models.BooleanField(default=True)),
                ("team", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="workspace.team")),
                ("workspace", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="workspace.workspace")),
            ],
            options={
                "indexes": [models.Index(fields=["workspace", "position"], name="routing_rule_order")],
            },
        ),
    ]
