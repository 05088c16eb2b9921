"""Rows that are written again and again with other values: each statement is put into SQL once.

To word an INSERT or an UPDATE anew, as Django does, takes longer than the database takes to do it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Model

from handschlag.common.database.planning import planned_cursor

MOST: Final = 8  # rows of one statement; more are rare, and Django puts them in


class PreparedRows[Row: Model]:
    """Rows of one table, whose keys the database gives. They send no signals, as `bulk_create` does not."""

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self._sql: dict[object, str] = {}

    def insert(self, *rows: Row) -> list[Row]:
        """New rows, each with its key from then on."""
        if not 0 < len(rows) <= MOST or any(row.pk is not None for row in rows):
            return list(self._model._base_manager.bulk_create(rows))  # noqa: SLF001 - Django documents it as public
        meta: Any = self._model._meta  # noqa: SLF001 - the same
        fields = [one for one in meta.concrete_fields if not (one.primary_key or one.generated)]
        connection = connections[DEFAULT_DB_ALIAS]
        values = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for row in rows
            for field in fields
        ]
        sql = self._sql.get(len(rows))
        if sql is None:
            if any(field.has_db_default() for field in fields):
                raise TypeError(f"{meta.label} has values that the database gives")
            one = f"({', '.join(['%s'] * len(fields))})"
            table, *columns = _quoted(meta.db_table, *(field.column for field in fields))
            sql = self._sql[len(rows)] = (
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * len(rows))} "  # noqa: S608 - names of our own tables
                f"RETURNING {_quoted(meta.pk.column)[0]}"
            )
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), planned_cursor(connection) as cursor:
            cursor.execute(sql, values)
            keys = cursor.fetchall()
        for row, (key,) in zip(rows, keys, strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - the same
        return list(rows)

    def update(self, pk: int, **values: Any) -> None:
        """These fields of one row, which must be there; values only, nothing that the database computes."""
        self._change(pk, "{0} = %s", values)

    def add(self, pk: int, **numbers: int) -> None:
        """So much more than stands in each of these fields of one row, which must be there."""
        self._change(pk, "{0} = {0} + %s", numbers)

    def _change(self, pk: int, change: str, values: Mapping[str, Any]) -> None:
        meta: Any = self._model._meta  # noqa: SLF001 - Django documents it as public
        fields = [meta.get_field(name) for name in values]
        connection = connections[DEFAULT_DB_ALIAS]
        given = [
            field.get_db_prep_save(one, connection)
            for field, one in zip(fields, values.values(), strict=True)
        ]
        kind = (change, *values)
        sql = self._sql.get(kind)
        if sql is None:
            table, key, *columns = _quoted(meta.db_table, meta.pk.column, *(one.column for one in fields))
            changes = ", ".join(map(change.format, columns))
            sql = self._sql[kind] = f"UPDATE {table} SET {changes} WHERE {key} = %s"  # noqa: S608 - the same
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), planned_cursor(connection) as cursor:
            cursor.execute(sql, [*given, pk])
            if cursor.rowcount != 1:
                raise DatabaseError(f"{meta.label} {pk} is not there to be changed")


def _quoted(*names: str) -> list[str]:
    return [connections[DEFAULT_DB_ALIAS].ops.quote_name(one) for one in names]
