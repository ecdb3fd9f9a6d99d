"""A business without brands wears a logo, too. The columns are added as they are: Django would make the whole table anew on
SQLite, and a trigger of the journal reads that table."""

from django.db import migrations, models

_COLUMNS = (
    "logo_sha256 varchar(64) NOT NULL DEFAULT ''",
    "logo_type varchar(16) NOT NULL DEFAULT ''",
    "logo_width smallint NOT NULL DEFAULT 0 CHECK (logo_width >= 0)",
    "logo_height smallint NOT NULL DEFAULT 0 CHECK (logo_height >= 0)",
    "logo_alt varchar(120) NOT NULL DEFAULT ''",
)
_FIELDS: dict[str, models.Field] = {
    "logo_sha256": models.CharField(blank=True, max_length=64),
    "logo_type": models.CharField(blank=True, max_length=16),
    "logo_width": models.PositiveSmallIntegerField(default=0),
    "logo_height": models.PositiveSmallIntegerField(default=0),
    "logo_alt": models.CharField(blank=True, max_length=120),
}


class Migration(migrations.Migration):
    dependencies = [("workspace", "0008_brand_logo")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE workspace_workspace ADD COLUMN {column}",
                    f"ALTER TABLE workspace_workspace DROP COLUMN {column.split()[0]}",
                )
                for column in _COLUMNS
            ],
            state_operations=[migrations.AddField("workspace", name, field) for name, field in _FIELDS.items()],
        )
    ]
