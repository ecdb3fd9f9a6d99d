"""The counters by the hour."""

from collections import Counter
from typing import Any

from django.db import connection

_ADD = """
    INSERT INTO analytics_hourcount (workspace_id, hour, what, team, member, n) VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (workspace_id, hour, what, team, member) DO UPDATE SET n = analytics_hourcount.n + excluded.n"""


def count(tally: Counter[tuple[int, Any, str, int, int]]) -> None:
    """Add to the counters: (workspace, hour, what, team, member) -> how many more, or fewer."""
    rows = [
        (workspace, connection.ops.adapt_datetimefield_value(hour), what, team, member, n)
        for (workspace, hour, what, team, member), n in sorted(tally.items())
        if n
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)
