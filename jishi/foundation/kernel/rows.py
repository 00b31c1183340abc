"""Rows of a model by plain SQL, for the paths that are walked most.

There the ORM's compiler costs several times what the statement does. Rows come and go whole;
conditions are SQL of the caller's own code, their values are bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What statements about a table begin with."""

    fields: tuple[Field[Any, Any], ...]
    names: tuple[str, ...]
    select: str
    update: str
    converted: tuple[int, ...]  # places of values that the field itself reads, such as JSON


@cache
def _plan(model: type[Model]) -> _Plan:
    fields = tuple(model._meta.concrete_fields)
    table, key = connection.ops.quote_name(model._meta.db_table), model._meta.pk
    assert key is not None
    changed = ", ".join(f"{_column(f)} = %s" for f in fields if f is not key)
    return _Plan(
        fields,
        tuple(f.attname for f in fields),
        f"SELECT {', '.join(map(_column, fields))} FROM {table} WHERE ",  # noqa: S608
        f"UPDATE {table} SET {changed} WHERE {_column(key)} = %s",  # noqa: S608
        tuple(at for at, f in enumerate(fields) if hasattr(f, "from_db_value")),
    )


def list_rows(model: type[M], condition: str, values: Sequence[Any]) -> list[M]:
    """Rows that meet a condition, which may end in ORDER BY, LIMIT and FOR UPDATE."""
    plan = _plan(model)
    with connection.cursor() as cursor:
        cursor.execute(plan.select + condition, values)
        return [_load(model, plan, row) for row in cursor.fetchall()]


def find_row(model: type[M], condition: str, values: Sequence[Any]) -> M | None:
    """The first row that meets a condition, or None."""
    rows = list_rows(model, condition, values)
    return rows[0] if rows else None


def _load(model: type[M], plan: _Plan, row: Sequence[Any]) -> M:
    if plan.converted:
        row = list(row)
        for at in plan.converted:
            row[at] = plan.fields[at].from_db_value(row[at], None, connection)  # type: ignore[attr-defined]
    return model.from_db(connection.alias, plan.names, row)


def update_row(row: Model) -> None:
    """Save a row that was read before, whole."""
    plan = _plan(type(row))
    values = [_stored(f, row) for f in plan.fields if not f.primary_key]
    with connection.cursor() as cursor:
        cursor.execute(plan.update, [*values, row.pk])


def insert_row(row: Model) -> None:
    """Save a new row; a key that the database counts is not read back."""
    plan = _plan(type(row))
    fields = [f for f in plan.fields if not (f.primary_key and row.pk is None)]
    table, columns = connection.ops.quote_name(row._meta.db_table), ", ".join(map(_column, fields))
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608
            [_stored(f, row) for f in fields],
        )


def _column(field: Field[Any, Any]) -> str:
    assert field.column is not None
    return connection.ops.quote_name(field.column)


def _stored(field: Field[Any, Any], row: Model) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)
