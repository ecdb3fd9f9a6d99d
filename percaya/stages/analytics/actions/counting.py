"""The counters by the quarter."""

from collections import Counter
from typing import Any

from django.db import connection

_ADD = """
    INSERT INTO analytics_quartercount (workspace_id, quarter, what, team, member, n) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (workspace_id, quarter, what, team, member) DO UPDATE SET n = analytics_quartercount.n + excluded.n"""


def count(tally: Counter[tuple[int, Any, str, int, int]]) -> None:
    """Add to the counters: (workspace, quarter, what, team, member) -> how many more, or fewer."""
    rows = [
        (workspace, connection.ops.adapt_datetimefield_value(quarter), what, team, member, n)
        for (workspace, quarter, what, team, member), n in sorted(tally.items())
        if n
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)
