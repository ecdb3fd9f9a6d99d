"""The full-text table of passages, on either engine. It only gathers candidates; ``ranking.py`` orders them.

Workspace, language and audience are one word of every document (SQLite) or a column (PostgreSQL), so that a search never
looks into another's shelves.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

_SQLITE_PUT = "INSERT OR REPLACE INTO knowledge_search (rowid, roots) VALUES (%s, %s)"
_POSTGRES_PUT = (
    "INSERT INTO knowledge_search (passage_id, scope, roots) VALUES (%s, %s, to_tsvector('simple', %s))"
    " ON CONFLICT (passage_id) DO UPDATE SET scope = EXCLUDED.scope, roots = EXCLUDED.roots"
)
_SQLITE_FIND = "SELECT rowid FROM knowledge_search WHERE knowledge_search MATCH %s ORDER BY rowid DESC LIMIT %s"
_POSTGRES_FIND = (
    "WITH matches AS MATERIALIZED (SELECT passage_id FROM knowledge_search WHERE scope = ANY(%s)"
    " AND roots @@ to_tsquery('simple', %s)) SELECT passage_id FROM matches ORDER BY passage_id DESC LIMIT %s"
)
Groups = Sequence[Sequence[str]]  # words that may stand for one another, group by group


def scope(workspace_id: int, language: str, audience: str) -> str:
    return f"zzk{workspace_id}{language}{audience}"


def put(documents: Iterable[tuple[int, str, str]]) -> None:
    """(passage, scope, roots) each, new or replaced."""
    rows = list(documents)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(_POSTGRES_PUT, rows)
        else:
            cursor.executemany(_SQLITE_PUT, [(key, f"{where} {roots}") for key, where, roots in rows])


def find(scopes: Sequence[str], groups: Groups, *, every: bool, limit: int) -> list[int]:
    """Passages in which of ``every`` group, or of any, a word occurs; the newest first."""
    groups = [group for group in groups if group]
    if not groups or not scopes:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            either = [f"({' | '.join(map(_lexeme, group))})" for group in groups]
            cursor.execute(_POSTGRES_FIND, [list(scopes), (" & " if every else " | ").join(either), limit])
        else:
            either = [f"({' OR '.join(map(_term, group))})" for group in groups]
            where = f"({' OR '.join(map(_term, scopes))})"
            cursor.execute(_SQLITE_FIND, [f"{where} AND ({(' AND ' if every else ' OR ').join(either)})", limit])
        return [row[0] for row in cursor.fetchall()]


def forget(passage_ids: Iterable[int]) -> None:
    key = "passage_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM knowledge_search WHERE {key} = %s", [(pk,) for pk in passage_ids])  # noqa: S608


def _lexeme(root: str) -> str:
    return "'" + root.replace("\\", "").replace("'", "''") + "'"


def _term(root: str) -> str:
    return '"' + root.replace('"', '""') + '"'
