"""Rows written in SQL that is made once for each model: Django takes most of a millisecond to write the statement of a wide row
anew, the database carries it out in a fraction of that. For the rows that every message writes; models without signals."""

from functools import cache
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Field, Model

_M = TypeVar("_M", bound=Model)
_Fields = tuple["Field[Any, Any]", ...]
_Statement = tuple[str, _Fields]


def insert(row: _M, *, unless_there: bool = False) -> _M:
    """A new row with all its columns; it has its key afterwards. One statement. Raises ``IntegrityError`` as ``save`` does, or
    leaves one that is there as it is (``unless_there``): then this one has no key."""
    sql, fields = _insert_of(type(row), connection.vendor, unless_there)
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(sql, _values(row, fields, is_new=True))
        (row.pk,) = cursor.fetchone() or (None,)
    row._state.adding, row._state.db = row.pk is None, connection.alias
    return row


def update(row: Model, *names: str) -> None:
    """The named columns of a row that is there, without names all, as ``save`` writes them. One statement. Raises
    ``DatabaseError`` if it is gone."""
    sql, fields = _update_of(type(row), connection.vendor, names)
    with transaction.mark_for_rollback_on_error(using=connection.alias), connection.cursor() as cursor:
        cursor.execute(sql, [*_values(row, fields, is_new=False), row.pk])
        if cursor.rowcount == 0:
            row.save(force_update=True)  # says what is wrong in Django's words


@cache
def _insert_of(model: type[Model], vendor: str, unless_there: bool) -> _Statement:
    fields, quote = _columns(model), _quote
    names = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table, key = quote(model._meta.db_table), quote(_key(model).column)
    spared = "ON CONFLICT DO NOTHING " if unless_there else ""
    return f"INSERT INTO {table} ({names}) VALUES ({places}) {spared}RETURNING {key}", fields  # noqa: S608 (our own models' names)


@cache
def _update_of(model: type[Model], vendor: str, named: tuple[str, ...]) -> _Statement:
    fields, quote = tuple(field for field in _columns(model) if not named or field.name in named), _quote
    sets = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, key = quote(model._meta.db_table), quote(_key(model).column)
    return f"UPDATE {table} SET {sets} WHERE {key} = %s", fields  # noqa: S608 (names of our own models)


def _columns(model: type[Model]) -> _Fields:
    return tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)


def _quote(name: str | None) -> str:
    return connection.ops.quote_name(name or "")


def _key(model: type[Model]) -> "Field[Any, Any]":
    key = model._meta.pk
    if key is None:  # every model that is not abstract has one
        raise TypeError(f"{model.__name__} has no key")
    return key


def _values(row: Model, fields: _Fields, *, is_new: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, is_new), connection) for field in fields]
