"""The full-text table of contacts, in the engine's own kind; the domains of the addresses that are there."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# "prefix" keeps lists of what begins with two, three and four letters: a name half typed is found as fast as a whole one.
SQLITE = (
    "CREATE VIRTUAL TABLE people_search USING fts5"
    "(words, columnsize=0, detail=none, prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')"
)
POSTGRES = """
CREATE TABLE people_search (contact_id bigint PRIMARY KEY, workspace_id bigint NOT NULL, words tsvector NOT NULL);
CREATE INDEX people_search_words ON people_search USING gin (words);
"""
DOMAINS_SQLITE = "UPDATE people_handle SET domain = substr(value, instr(value, '@') + 1) WHERE kind = 'email'"
DOMAINS_POSTGRES = "UPDATE people_handle SET domain = split_part(value, '@', 2) WHERE kind = 'email'"


def make(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES if postgres else SQLITE, None)
    schema_editor.execute(DOMAINS_POSTGRES if postgres else DOMAINS_SQLITE, None)


def drop(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE people_search", None)


class Migration(migrations.Migration):
    dependencies = [("people", "0002_customers")]
    operations = [migrations.RunPython(make, drop)]
