"""Rows by the hundred thousand: plain executemany with every column given, in batches, with keys of our own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from django.core.management.color import no_style
from django.db import connection, models
from django.db.models.functions import Now


class Table:
    """Rows of one model. ``add`` gives only what differs from the defaults; the key is the next one."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        self._place = {field.attname: place for place, field in enumerate(fields)}
        self._template = [_default(field) for field in fields]
        names = ", ".join(f'"{field.column}"' for field in fields)
        self._sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({", ".join(["%s"] * len(fields))})'  # noqa: S608
        self._rows: list[list[Any]] = []
        last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
        self.last: int = last if isinstance(last, int) else 0

    def add(self, **values: Any) -> int:
        row = self._template.copy()
        for name, value in values.items():
            row[self._place[name]] = value
        self.last += 1
        if "id" in self._place:
            row[self._place["id"]] = self.last
        self._rows.append(row)
        return self.last

    def write(self) -> int:
        """Insert what was added; how many rows."""
        count = len(self._rows)
        if count:
            with connection.cursor() as cursor:
                cursor.executemany(self._sql, self._rows)
            self._rows.clear()
        return count


def reset_keys(tables: Iterable[Table]) -> None:
    """On PostgreSQL the sequences have to hear of the keys that were given."""
    statements = connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def stored_time(at: datetime) -> Any:
    """An aware time as the database keeps it."""
    return connection.ops.adapt_datetimefield_value(at)


def _default(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return orjson.dumps(field.get_default()).decode()
    value = None if isinstance(field.db_default, Now) else field.get_default()
    return stored_time(value) if isinstance(value, datetime) else value
