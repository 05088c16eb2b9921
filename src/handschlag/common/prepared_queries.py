"""Questions and rows that come again and again with other values: each is put into SQL once.

Questions that are asked again and again with other values: Django puts each into SQL once.

To build and to word a question takes several times as long as the database takes to answer it. A prepared one
is built with marks in the places of its values, and from then on only the values are put there.

Rows that are written again and again with other values: each statement is put into SQL once.

To word an INSERT or an UPDATE anew, as Django does, takes longer than the database takes to do it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import count
from typing import Any, Final, NamedTuple

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Model, QuerySet
from django.db.transaction import TransactionManagementError

from handschlag.common.database import planned_cursor, planning

type Value = int | str | Collection[int] | Collection[str]
type Place = tuple[str, int]  # a name, and which of its values; a single value is the first
FIRST_MARKS: Final = (
    1_999_900_000,
    1_999_800_000,
)  # from here on are numbers that stand in no question of ours
LARGEST: Final = 2**63 - 1  # of numbers that a database takes
MOST_VALUES: Final = 128  # values of one collection; larger ones are rare, and are asked as they are


class _Wording(NamedTuple):
    """A question in SQL, and of each parameter what it is, or whose value goes there."""

    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    parameters: tuple[tuple[Any, Place | None], ...]
    converters: list[dict[int, Any]]  # one, once it is found

    @property
    def shape(self) -> list[Any]:
        """The places of values, and what else stands between them."""
        return [place or (None, one) for one, place in self.parameters]


class PreparedQuery[Row]:
    """A question with names for its values, which are ids, texts, or collections of them.

    `ask` builds it. The values may stand in conditions only, as they are, and none may change what else is
    asked: where one does, in a slice or by way of another value, the question is asked as it is. (Whether
    one is zero or empty `ask` must not look at; that is not noticed.) An empty collection finds nothing.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Row]]) -> None:
        self._ask = ask
        self._wordings: dict[object, _Wording | None] = {}

    def rows(self, **values: Value) -> list[Row]:
        """What the database finds now."""
        given = {name: _padded(value) for name, value in values.items()}
        lengths = [len(value) for value in given.values() if isinstance(value, tuple)]
        if 0 in lengths:
            return []
        is_usual = max(lengths, default=0) <= MOST_VALUES and all(map(_may_be_found, given.values()))
        wording = self._wording_for(given) if is_usual else None
        return list(self._ask(**given) if wording is None else _asked(wording, given))

    def first(self, **values: Value) -> Row | None:
        """The first of the rows; the question itself says that one is enough."""
        return next(iter(self.rows(**values)), None)

    def _wording_for(self, given: Mapping[str, Any]) -> _Wording | None:
        """Made once for values of this shape; None where not every value stands among the parameters."""
        shape = tuple(
            (name, len(one) if isinstance(one, tuple) else type(one)) for name, one in given.items()
        )
        key = (connections["default"].vendor, shape)
        if key not in self._wordings:
            self._wordings[key] = _worded(self._ask, given)
        return self._wordings[key]


def _padded(value: Value) -> Any:
    """A collection has a power of two of values, the last one repeated: so there are few lengths."""
    if isinstance(value, (int, str)):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)) or not isinstance(value, Collection):
        raise TypeError(f"No value of a prepared question: {type(value).__name__}")
    several: tuple[object, ...] = tuple(dict.fromkeys(filter(_may_be_found, value)))
    if strange := next((one for one in several if not isinstance(one, (int, str))), None):
        raise TypeError(f"No value of a prepared question: {type(strange).__name__}")
    wanted = 1 << max(0, len(several) - 1).bit_length()
    return several + several[-1:] * (wanted - len(several)) if len(several) <= MOST_VALUES else several


def _may_be_found(value: object) -> bool:
    """No row is equal to nothing, nor to a number that no database takes; of a single one Django says so."""
    return value is not None and not (isinstance(value, int) and abs(value) > LARGEST)


def _worded(ask: Callable[..., QuerySet[Any, Any]], given: Mapping[str, Any]) -> _Wording | None:
    """Worded twice, with other marks: what else is asked has to be the same."""
    one, other = (_marked(ask, given, first) for first in FIRST_MARKS)
    if one is None or other is None or (one.sql, one.shape) != (other.sql, other.shape):
        return None
    return one


def _marked(ask: Callable[..., QuerySet[Any, Any]], given: Mapping[str, Any], first: int) -> _Wording | None:
    numbers, places = count(first), dict[object, Place]()

    def mark(name: str, index: int, value: object) -> object:
        number = next(numbers)
        made = f"\ue000{number}" if isinstance(value, str) else number
        places[made] = name, index
        return made

    marks = {
        name: tuple(mark(name, index, one) for index, one in enumerate(value))
        if isinstance(value, tuple)
        else mark(name, 0, value)
        for name, value in given.items()
    }
    queryset = ask(**marks)
    compiler = queryset.query.get_compiler(using=queryset.db)
    sql, parameters = compiler.as_sql()
    compiler.connection = None  # that of this thread; whoever asks brings their own
    found = tuple((one, places.get(one) if isinstance(one, (int, str)) else None) for one in parameters)
    if {place for _one, place in found if place} != set(places.values()):
        return None
    return _Wording(queryset=queryset, compiler=compiler, sql=sql, parameters=found, converters=[])


def _asked(wording: _Wording, given: Mapping[str, Any]) -> Iterator[Any]:
    """The question as this thread's connection asks it, with these values."""
    connection = connections[wording.queryset.db]
    if wording.queryset.query.select_for_update and not connection.in_atomic_block:
        raise TransactionManagementError("What is held until a transaction ends is asked within one.")
    parameters = tuple(_value_at(place, given) if place else one for one, place in wording.parameters)
    compiler = _copied(
        wording.compiler,
        connection=planning(connection),
        as_sql=lambda *_words, **_named: (wording.sql, parameters),
        get_converters=partial(_converters_of, wording, connection),
    )
    query = _copied(wording.queryset.query, get_compiler=lambda *_words, **_named: compiler)
    return iter(_copied(wording.queryset, _query=query))


def _copied[Thing](thing: Thing, **changes: object) -> Thing:
    """Another one that holds the same: Django's own ways copy as well what nobody changes here."""
    made = object.__new__(type(thing))
    made.__dict__.update(thing.__dict__, **changes)
    return made


def _converters_of(wording: _Wording, connection: Any, expressions: Any) -> Mapping[int, Any]:
    """What turns values of the database into ours: found once, unless it belongs to this connection alone."""
    if wording.converters:
        return wording.converters[0]
    compiler = _copied(wording.compiler, connection=connection)
    found: dict[int, Any] = compiler.get_converters(expressions)
    own = connection.ops
    if not any(getattr(one, "__self__", None) is own for several, _ in found.values() for one in several):
        wording.converters.append(found)
    return found


def _value_at(place: Place, given: Mapping[str, Any]) -> object:
    name, index = place
    value = given[name]
    return value[index] if isinstance(value, tuple) else value


MOST_ROWS: Final = 8  # rows of one statement; more are rare, and Django puts them in


class PreparedRows[Row: Model]:
    """Rows of one table, whose keys the database gives. They send no signals, as `bulk_create` does not."""

    def __init__(self, model: type[Row]) -> None:
        self._model = model
        self._sql: dict[object, str] = {}

    def insert(self, *rows: Row) -> list[Row]:
        """New rows, each with its key from then on."""
        if not 0 < len(rows) <= MOST_ROWS or any(row.pk is not None for row in rows):
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
