"""The full-text table, in the engine's own kind."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = "CREATE VIRTUAL TABLE tickets_search USING fts5(roots, columnsize=0, tokenize='unicode61 remove_diacritics 0')"
POSTGRES = """
CREATE TABLE tickets_search (message_id bigint PRIMARY KEY, workspace_id bigint NOT NULL, roots tsvector NOT NULL);
CREATE INDEX tickets_search_roots ON tickets_search USING gin (roots);
"""


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE, None)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE tickets_search", None)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
