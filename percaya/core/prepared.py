"""Queries whose shape never changes, written in SQL once: Django takes milliseconds to write the one of a ticket's page anew,
the database answers it in a fraction of one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

_M = TypeVar("_M", bound=Model)
Kind = type[int] | type[str]
_Row = Sequence[Any]


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
        written = self._written.get(connection.vendor) or self._write()
        given = {stand_in: values[name] for name, stand_in in self._stand_ins.items()}
        with connection.cursor() as cursor:
            cursor.execute(written.sql, tuple(given.get(param, param) for param in written.params))
            rows = cursor.fetchall()
        return [written.object_of(row) for row in rows]

    def _write(self) -> "_Written":
        compiler = self._make(**self._stand_ins).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        written = self._written[connection.vendor] = _Written(
            sql=sql,
            params=params,
            # How values of the database become Python's hangs on the columns alone; looking it up took longer than the answer.
            converters=list(compiler.get_converters([column[0] for column in compiler.select]).items()),
            part=_part(compiler.klass_info, compiler.select),
            annotations=compiler.annotation_col_map,
        )
        return written


@dataclass(frozen=True)
class _Part:
    """The columns of a row that are one model's, and the models that are loaded beside it."""

    model: type[Model]
    names: list[str]
    start: int
    end: int
    key: int  # where its key stands in the row
    beside: "list[tuple[_Part, Callable[..., None], Callable[..., None]]]"  # how each of the two is told of the other


@dataclass(frozen=True)
class _Written:
    sql: str
    params: tuple[Any, ...]
    converters: list[tuple[int, Any]]
    part: _Part
    annotations: dict[str, int]

    def object_of(self, row: _Row) -> Any:
        values = list(row)
        for place, (converters, expression) in self.converters:
            value = values[place]
            for convert in converters:
                value = convert(value, expression, connection)
            values[place] = value
        one = _made(self.part, values)
        for name, place in self.annotations.items():
            setattr(one, name, values[place])
        return one


def _stand_in(place: int, kind: Kind) -> int | str:
    """A value that no query of ours names by itself, and that every column of numbers takes."""
    return 2_147_480_000 + place if kind is int else f"\u2603 stands in {place}"


def _part(info: dict[str, Any], select: _Row) -> _Part:
    """``info`` and ``select`` are Django's account of what stands where, of models that do not inherit tables."""
    columns: list[int] = info["select_fields"]
    start, end = columns[0], columns[-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    beside = [(_part(each, select), each["local_setter"], each["remote_setter"]) for each in info.get("related_klass_infos", [])]
    return _Part(info["model"], names, start, end, start + names.index(info["model"]._meta.pk.attname), beside)


def _made(part: _Part, values: _Row) -> Model:
    """As Django's ``from_db``, without the two signals around every object, which nobody here hears."""
    one = part.model.__new__(part.model)
    state = one._state = ModelState()
    state.adding, state.db = False, connection.alias
    vars(one).update(zip(part.names, values[part.start : part.end], strict=True))
    for other, tell_one, tell_other in part.beside:
        if values[other.key] is None:
            tell_one(one, None)
            continue
        loaded = _made(other, values)
        tell_one(one, loaded)
        tell_other(loaded, one)
    return one
