"""Questions that are asked again and again with other values: Django puts each into SQL once.

To build and to word a question takes several times as long as the database takes to answer it. A prepared one
is built with marks in the places of its values, and from then on only the values are put there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from itertools import count
from typing import Any, Final, NamedTuple

from django.db import connections
from django.db.models import QuerySet
from django.db.transaction import TransactionManagementError

from handschlag.common.database.planning import planning

type Value = int | str | Collection[int] | Collection[str]
type Place = tuple[str, int]  # a name, and which of its values; a single value is the first
FIRST_MARKS: Final = (
    1_999_900_000,
    1_999_800_000,
)  # from here on are numbers that stand in no question of ours
LARGEST: Final = 2**63 - 1  # of numbers that a database takes
MOST: Final = 128  # values of one collection; larger ones are rare, and are asked as they are


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
        is_usual = max(lengths, default=0) <= MOST and all(map(_may_be_found, given.values()))
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
    return several + several[-1:] * (wanted - len(several)) if len(several) <= MOST else several


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
