"""Queries whose shape never changes, written in SQL once: Django takes milliseconds to write the one of a ticket's page anew,
the database answers it in a fraction of one."""

from collections.abc import Callable
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

_M = TypeVar("_M", bound=Model)
Kind = type[int] | type[str]
_Written = tuple[Any, str, tuple[Any, ...], dict[int, Any]]  # the compiler, the statement, its values, columns to convert


class Prepared(Generic[_M]):
    """``make`` builds the query from values of the named kinds; ``ask`` answers it for others of them.

    The query must be made of nothing else: what it says otherwise ("open", a time) stays as it was the first time.
    """

    def __init__(self, make: Callable[..., QuerySet[_M]], **kinds: Kind) -> None:
        self._make = make
        self._stand_ins: dict[str, int | str] = {name: _stand_in(place, kind) for place, (name, kind) in enumerate(kinds.items())}
        self._written: dict[str, _Written] = {}

    def ask(self, **values: int | str) -> list[_M]:
        """The rows, with what the query loads and annotates beside them. One statement."""
        compiler, sql, params, converters = self._written.get(connection.vendor) or self._write()
        given = {stand_in: values[name] for name, stand_in in self._stand_ins.items()}
        compiler = copy(compiler)
        compiler.connection = connection
        compiler.get_converters = lambda fields: converters
        compiler.as_sql = lambda *args, **options: (sql, tuple(given.get(param, param) for param in params))
        return _rows(compiler)

    def _write(self) -> _Written:
        compiler = self._make(**self._stand_ins).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        # How values of the database become Python's hangs on the columns alone; looking it up took longer than the answer.
        converters = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
        written = self._written[connection.vendor] = compiler, sql, params, converters
        return written


def _stand_in(place: int, kind: Kind) -> int | str:
    """A value that no query of ours names by itself, and that every column of numbers takes."""
    return 2_147_480_000 + place if kind is int else f"\u2603 stands in {place}"


def _rows(compiler: Any) -> list[Any]:
    """As Django's own ``ModelIterable`` makes them."""
    found = []
    using = connection.alias
    results = compiler.execute_sql()
    columns = compiler.klass_info["select_fields"]
    first, end = columns[0], columns[-1] + 1
    model = compiler.klass_info["model"]
    names = [field.target.attname for field, *_rest in compiler.select[first:end]]
    related = get_related_populators(compiler.klass_info, compiler.select, using)  # type: ignore[call-arg]  # of Django 5.2
    for row in compiler.results_iter(results):
        one = model.from_db(using, names, row[first:end])
        for populator in related:
            populator.populate(row, one)
        for name, place in compiler.annotation_col_map.items():
            setattr(one, name, row[place])
        found.append(one)
    return found
