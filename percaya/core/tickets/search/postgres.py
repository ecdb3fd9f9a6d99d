"""PostgreSQL's full text with the "simple" configuration: the roots are ours, so both engines find the same.

The matches are gathered first (MATERIALIZED) and ordered after: left to itself the planner walks the primary key
backwards and tests every row, which takes seconds for a rare word.
"""

from collections.abc import Iterable

from django.db import connection

from percaya.core.tickets.search.port import Document, Query


class PostgresSearch:
    def put(self, documents: Iterable[Document]) -> None:
        rows = [(one.key, one.workspace_id, " ".join(one.roots)[:400_000]) for one in documents]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO tickets_search (message_id, workspace_id, roots) VALUES (%s, %s, to_tsvector('simple', %s))"
                " ON CONFLICT (message_id) DO UPDATE SET roots = EXCLUDED.roots",
                rows,
            )

    def find(self, workspace_id: int, query: Query, *, limit: int, before: int | None = None) -> list[int]:
        if not query:
            return []
        terms = [_quoted(root) for root in query.roots]
        terms += [f"({' <-> '.join(map(_quoted, phrase))})" for phrase in query.phrases]
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH matches AS MATERIALIZED (SELECT message_id FROM tickets_search"
                " WHERE workspace_id = %s AND roots @@ to_tsquery('simple', %s) AND message_id < %s)"
                " SELECT message_id FROM matches ORDER BY message_id DESC LIMIT %s",
                [workspace_id, " & ".join(terms), before or 2**62, limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def forget(self, keys: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM tickets_search WHERE message_id = ANY(%s)", [list(keys)])


def _quoted(root: str) -> str:
    return "'" + root.replace("\\", "").replace("'", "''") + "'"
