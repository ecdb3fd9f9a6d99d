"""The database itself keeps the journal append-only: what is chained cannot be changed, and rows cannot be deleted,
but for those of a demo workspace. Only the personal part may be emptied (erasure of a person's data)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_CHAINED = "id, workspace_id, stream_type, stream_id, seq, kind, actor_kind, actor_id, cause_id, at, data, personal_digest, hash"
_SQLITE = [
    f"""CREATE TRIGGER journal_event_fixed BEFORE UPDATE OF {_CHAINED} ON journal_event
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_event_erasure BEFORE UPDATE OF personal, salt ON journal_event
       WHEN NEW.personal <> '' OR NEW.salt <> ''
       BEGIN SELECT RAISE(ABORT, 'the personal part can only be emptied'); END""",
    """CREATE TRIGGER journal_event_kept BEFORE DELETE ON journal_event
       WHEN COALESCE((SELECT is_demo FROM workspace_workspace WHERE id = OLD.workspace_id), 0) = 0
       BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
]
_POSTGRES = [
    """CREATE FUNCTION journal_event_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
       BEGIN
         IF TG_OP = 'DELETE' THEN
           IF EXISTS (SELECT 1 FROM workspace_workspace WHERE id = OLD.workspace_id AND is_demo) THEN RETURN OLD; END IF;
         ELSIF NEW.personal = '' AND NEW.salt = '' AND to_jsonb(NEW) - 'personal' - 'salt' = to_jsonb(OLD) - 'personal' - 'salt' THEN
           RETURN NEW;
         END IF;
         RAISE EXCEPTION 'the journal is append-only';
       END $guard$""",
    """CREATE TRIGGER journal_event_fixed BEFORE UPDATE OR DELETE ON journal_event
       FOR EACH ROW EXECUTE FUNCTION journal_event_guard()""",
]


def guard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _POSTGRES if schema_editor.connection.vendor == "postgresql" else _SQLITE:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial"), ("workspace", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
