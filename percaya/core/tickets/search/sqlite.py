"""FTS5. Its rowid is the message's id, so newest-first with a limit stops early, however common the word.

The table keeps the roots (contentless tables could not be corrected on the SQLite versions we support). The workspace
is a word of every document, so that a search never looks into another's.
"""

from collections.abc import Iterable

from django.db import connection

from percaya.core.tickets.search.port import Document, Query


class SqliteSearch:
    def put(self, documents: Iterable[Document]) -> None:
        rows = [(one.key, f"{_scope(one.workspace_id)} {' '.join(one.roots)}") for one in documents]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT OR REPLACE INTO tickets_search (rowid, roots) VALUES (%s, %s)", rows)

    def find(self, workspace_id: int, query: Query, *, limit: int, before: int | None = None) -> list[int]:
        if not query:
            return []
        terms = [_quoted(_scope(workspace_id)), *map(_quoted, query.roots)]
        terms += [_quoted(" ".join(phrase)) for phrase in query.phrases]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM tickets_search WHERE tickets_search MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s",
                [" AND ".join(terms), before or 2**62, limit],
            )
            return [row[0] for row in cursor.fetchall()]

    def forget(self, keys: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM tickets_search WHERE rowid = %s", [(key,) for key in keys])


def _scope(workspace_id: int) -> str:
    return f"zzw{workspace_id}"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
