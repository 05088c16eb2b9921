"""Requests that say nothing but who meets whom and what that is worth, in columns: a million of them as
objects take ten times the room, and longer to look at than what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, overload

from treffen.problem.entities import NOTHING, ParticipantId, Parts, Request, RequestId

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from treffen.problem.id_column import IdColumn

MANY = 10_000  # requests: from here on columns are quicker, their library included
_TOGETHER = 10_000  # made at once by who looks at all
_others = attrgetter(
    "delegates", "must", "slots", "places", "slot", "place", "after", "length", "needs", "fewest"
)
_OWN = ("participants", "id", "value")
_NOTHING_ELSE = _others(Request(id=RequestId(""), participants=()))


class _RequestDraft:
    """A request while it is made: of the same slots, and not yet frozen, which takes a fifth of the time."""

    __slots__ = Request.__slots__

    def __init__(self, id: str, participants: tuple[str, ...], value: int) -> None:
        self.id, self.participants, self.value = id, participants, value
        self.delegates, self.must, self.slots, self.places = (), False, None, None
        self.slot, self.place, self.after, self.length = None, None, (), 1
        self.needs, self.fewest = NOTHING, None


def plain_request(id: str, participants: tuple[str, ...], value: int) -> Request:
    """A request of which nothing else is said, without the checks and copies of its constructor."""
    draft: Any = _RequestDraft(id, participants, value)
    draft.__class__ = Request
    return draft  # type: ignore[no-any-return]  # it is one now


class PlainRequests(Sequence[Request]):
    """Requests between two people each, for one slot, that say no more than a value; made when asked for.

    `ids`: letters of ASCII, padded with zeros. `people` are those whose numbers stand in `pairs` [n, 2];
    `values` are whole numbers from 0 on.
    """

    __slots__ = ("_ids", "pairs", "people", "values")

    def __init__(
        self,
        ids: npt.NDArray[np.bytes_],
        people: tuple[ParticipantId, ...],
        *,
        pairs: npt.NDArray[np.int32],
        values: npt.NDArray[np.int64],
    ) -> None:
        self._ids, self.people = ids, people
        self.pairs, self.values = pairs, values

    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, at: int) -> Request: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Request, ...]: ...
    def __getitem__(self, at: int | slice) -> Request | tuple[Request, ...]:
        if isinstance(at, slice):
            people = self.people
            return tuple([plain_request(id, (people[a], people[b]), v) for id, (a, b), v in self.rows(at)])
        one, other = self.pairs[at].tolist()
        people = (self.people[one], self.people[other])
        return plain_request(self._ids[at].decode(), people, int(self.values[at]))

    def __iter__(self) -> Iterator[Request]:
        people = self.people
        return (plain_request(id, (people[a], people[b]), value) for id, (a, b), value in self.rows())

    def rows(self, within: slice = slice(None)) -> Iterator[tuple[RequestId, tuple[int, int], int]]:
        """Of each the id, the numbers of its people, and its value."""
        firsts = range(len(self))[within]
        for at in range(0, len(firsts), _TOGETHER):
            part = firsts[at : at + _TOGETHER]
            rows = slice(part.start, part.stop if part.stop >= 0 else None, part.step)
            yield from zip(self.ids(rows), self.pairs[rows].tolist(), self.values[rows].tolist(), strict=True)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (tuple, PlainRequests)):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def ids(self, part: slice | npt.NDArray[np.integer] = slice(None)) -> list[RequestId]:
        """The ids of all, or of a part, or of those with some numbers."""
        some = self._ids[part]
        width = some.dtype.itemsize
        lines = some.astype(f"S{width + 1}").view("u1").reshape(-1, width + 1)
        lines[:, width] = _END
        return lines.tobytes().translate(None, b"\0").decode().split(chr(_END))[:-1]  # type: ignore[return-value]

    def are_sound(self) -> bool:
        """Whether each is between two people that there are, one and another, and worth nothing or more."""
        one, other = self.pairs[:, 0], self.pairs[:, 1]
        is_known = 0 <= self.pairs.min(initial=0) <= self.pairs.max(initial=-1) < len(self.people)
        return bool(is_known and (one != other).all() and self.values.min(initial=0) >= 0)

    def are_distinct(self) -> bool:
        """Whether no two have the same id."""
        from treffen.problem.id_column import are_distinct

        return are_distinct(self._ids)

    def letters(self) -> npt.NDArray[np.uint8]:
        """Their ids as rows of letters, with zeros after them."""
        return self._ids.view("u1").reshape(len(self), -1)

    def column(self) -> IdColumn:
        """Their ids, to look up numbers."""
        from treffen.problem.id_column import IdColumn

        return IdColumn(self._ids)


_END = 0x1F  # no letter of an id in columns


def ids_of(parts: Parts, numbers: npt.NDArray[np.integer]) -> list[RequestId]:
    """The ids of the requests with these numbers."""
    plain, requests = plain_requests_of(parts), parts.requests
    return [requests[i].id for i in numbers.tolist()] if plain is None else plain.ids(numbers)


def plain_requests_of(parts: Parts) -> PlainRequests | None:
    """The requests of a large event in columns, if each is between two known people, one and another, lasts
    one slot, and says no more than its value; None of other events.
    """
    try:
        return parts._plain  # type: ignore[no-any-return]  # noqa: SLF001 - its own memory
    except AttributeError:
        pass
    found = _found(parts) if len(parts.requests) >= MANY else None
    object.__setattr__(parts, "_plain", found)
    return found


def _found(parts: Parts) -> PlainRequests | None:
    import numpy as np

    from treffen.problem.id_column import packed

    requests, people = parts.requests, tuple([p.id for p in parts.participants])
    if isinstance(requests, PlainRequests) and requests.people == people and requests.are_sound():
        return requests
    if not all(map(_NOTHING_ELSE.__eq__, map(_others, requests))):
        return None
    number = {id: i for i, id in enumerate(people)}
    named, ids, said = ([*map(attrgetter(name), requests)] for name in _OWN)
    try:
        if {*map(type, named)} != {tuple} or {*map(len, named)} != {2}:
            return None
        flat = [*chain.from_iterable(named)]
        if {*map(type, chain(people, flat, ids))} != {str}:  # a kind of text may be written otherwise
            return None
        pairs = np.fromiter([number[id] for id in flat], np.int32, len(flat)).reshape(-1, 2)
        column, values = packed(ids), np.array(said, np.int64)
    except (KeyError, TypeError, ValueError, OverflowError):  # nobody known; no number
        return None
    if column is None or {*map(type, said)} != {int}:
        return None
    found = PlainRequests(column, people, pairs=pairs, values=values)
    return found if found.are_sound() else None
