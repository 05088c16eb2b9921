"""Large plain events as columns of numbers: whether all is well with a million requests, asked at once.

Plain is an event all of whose requests are between two people, for one slot, and say nothing else. Here it is
only ever found that all is sound. What is not, or is not plain, is looked at one by one, and named there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import compress

import numpy as np
import numpy.typing as npt

from treffen.problem import Problem, RequestId
from treffen.problem.id_column import can_be_packed, packed
from treffen.problem.plain_requests import PlainRequests
from treffen.timetable import Timetable

type Numbers = npt.NDArray[np.int64]
type Flags = npt.NDArray[np.bool_]
_MOST_SLOTS = 62  # as many bits has a number of a column, with its sign and one to spare
_MOST = 1 << 62


class PlainEvent:
    """The two people of each request, its value, and when people and places are there (bits)."""

    def __init__(
        self,
        problem: Problem,
        requests: PlainRequests,
        *,
        free: Iterable[int],
        open_: Iterable[int],
    ) -> None:
        people = problem.participants
        self.problem, self.number = problem, requests.column()
        self.one, self.other = (requests.pairs[:, at].astype(np.int64) for at in (0, 1))
        self.value: Numbers = requests.values.copy()
        self.free: Numbers = np.fromiter(free, np.int64, len(people))
        self.open: Numbers = np.fromiter(open_, np.int64, len(problem.places))
        self.most: Numbers = np.array(
            [len(problem.slots) if p.maximum is None else p.maximum for p in problem.participants], np.int64
        )

    def numbers(self, ids: Iterable[RequestId]) -> Numbers:
        """The numbers of some requests; -1 of those that are unknown."""
        asked = [*ids]
        column = packed(asked)
        if column is not None:
            return self.number.numbers(column)
        is_usual = [*map(can_be_packed, asked)]  # the others are unknown
        found, column = np.full(len(asked), -1), packed([*compress(asked, is_usual)])
        if column is not None:
            found[is_usual] = self.number.numbers(column)
        return found

    def windows(self) -> Numbers:
        """The slots in which both people of each request can meet."""
        found: Numbers = self.free[self.one] & self.free[self.other]
        return found

    def best(self, *, scale: int, each: int, prices: list[int], own: Mapping[int, int]) -> int | None:
        """The sum of what is left of each value, times a scale, where that is more than nothing: less a price
        of all requests, those of its two people, and its own. Only of requests that can be held.

        None where a number might not fit a column.
        """
        largest = scale * int(self.value.max(initial=0)) + abs(each) + 2 * max(map(abs, prices), default=0)
        largest += max(map(abs, own.values()), default=0)
        if largest * max(1, len(self.value)) >= _MOST:
            return None
        price = np.array(prices, np.int64)
        left = self.value * scale - each - price[self.one] - price[self.other]
        left[np.fromiter(own, np.int64, len(own))] -= np.fromiter(own.values(), np.int64, len(own))
        there = np.bitwise_or.reduce(self.open, initial=0)
        return int(left[(left > 0) & (self.windows() & there != 0)].sum())


def is_plain(problem: Problem) -> bool:
    """Whether an event that has pairs is plain otherwise as well."""
    is_special = problem.frozen or any(p.needs or p.languages for p in problem.participants)
    return len(problem.slots) <= _MOST_SLOTS and not is_special


class PlainDay:
    """A timetable of a plain event. What it counts is right where no meeting is doubtful."""

    def __init__(self, event: PlainEvent, request: Numbers, slot: Numbers, place: Numbers) -> None:
        self.event = event
        self.request, self.slot, self.place = request, slot, place
        self.one, self.other = event.one[request], event.other[request]

    def doubtful(self) -> Flags:
        """Of each meeting, whether it may break a rule about meetings, people and places, by itself or with
        others; these are doubtful, too."""
        event, slots = self.event, len(self.event.problem.slots)
        one, other = self.one, self.other
        when = np.int64(1) << self.slot
        found: Flags = when & ~(event.free[one] & event.free[other] & event.open[self.place]) != 0
        found |= _shared(self.request) | _shared(self.place * slots + self.slot)
        here = _shared(np.concatenate([one, other]) * slots + np.concatenate([self.slot, self.slot]))
        is_over = self.count() > event.most
        found |= here[: len(one)] | here[len(one) :] | is_over[one] | is_over[other]
        if event.problem.pair_once:
            found |= _shared(np.minimum(one, other) * len(event.free) + np.maximum(one, other))
        return found

    def steps(self, ends: Iterable[int]) -> tuple[Numbers, Numbers]:
        """The places of each two meetings that follow each other in a person's block, where these differ."""
        end = np.fromiter(ends, np.int64)
        who, slot = np.concatenate([self.one, self.other]), np.concatenate([self.slot, self.slot])
        order = np.argsort(who * len(end) + slot)
        who, block = who[order], end[slot[order]]
        place = np.concatenate([self.place, self.place])[order]
        here, there = place[:-1], place[1:]
        goes = (who[:-1] == who[1:]) & (block[:-1] == block[1:]) & (here != there)
        return here[goes], there[goes]

    def changed(self, promised: PlainDay) -> int:
        """How many meetings of another timetable are not held, or not then and there."""
        slot, place = (np.full(len(self.event.value), -1) for _ in range(2))
        slot[self.request], place[self.request] = self.slot, self.place
        was = promised.request
        return int(((slot[was] != promised.slot) | (place[was] != promised.place)).sum())

    def not_told(self, ids: Iterable[RequestId]) -> Numbers:
        """The requests that are neither held nor among these."""
        told = np.zeros(len(self.event.value) + 1, np.bool_)  # the last one for what is unknown
        told[self.request] = told[self.event.numbers(ids)] = True
        return np.flatnonzero(~told[:-1])

    def value(self) -> int:
        """The sum of the values of what is held."""
        return int(self.event.value[self.request].sum())

    def count(self) -> Numbers:
        """How many meetings each person has."""
        return np.bincount(np.concatenate([self.one, self.other]), minlength=len(self.event.free))

    def busy(self) -> Numbers:
        """When each person is in a meeting (bits)."""
        return self._bits(np.concatenate([self.one, self.other]), len(self.event.free))

    def vacant(self) -> int:
        """The slots in which some place is open and nobody is there (bits)."""
        return int(np.bitwise_or.reduce(self.vacancies(), initial=0))

    def vacancies(self) -> Numbers:
        """When each place is open, and nobody there (bits)."""
        return self.event.open & ~self._bits(self.place, len(self.event.open))

    def _bits(self, of: Numbers, count: int) -> Numbers:
        """The slots of each thing; none has two meetings in one, so that bits may be added up."""
        found: Numbers = np.zeros(count, np.int64)
        np.add.at(found, of, np.int64(1) << np.resize(self.slot, len(of)))
        return found

    def without_place(self, ids: Iterable[RequestId]) -> list[bool]:
        """Of each of some requests, whether it is known, and both its people have time, but there is no place
        in any of these slots."""
        event, busy, requests = self.event, self.busy(), self.event.numbers(ids)
        one, other = event.one[requests], event.other[requests]
        starts = event.free[one] & event.free[other] & ~busy[one] & ~busy[other]
        found: list[bool] = ((requests >= 0) & (starts != 0) & (starts & self.vacant() == 0)).tolist()
        return found


def _shared(numbers: Numbers) -> Flags:
    """Of each number, whether it stands there more than once."""
    ordered = np.sort(numbers)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    return np.isin(numbers, twice) if len(twice) else np.zeros(len(numbers), np.bool_)


def plain_day(event: PlainEvent, timetable: Timetable) -> PlainDay | None:
    """The columns of a timetable, if all its meetings are plain, and of what there is."""
    meetings = timetable.meetings
    if any(m.delegates or m.interpreter is not None for m in meetings):
        return None
    slot = {s.id: i for i, s in enumerate(event.problem.slots)}
    place = {p.id: i for i, p in enumerate(event.problem.places)}
    try:
        request = event.numbers([m.request for m in meetings])
        slots = np.fromiter([slot[m.slot] for m in meetings], np.int64, len(meetings))
        places = np.fromiter([place[m.place] for m in meetings], np.int64, len(meetings))
    except KeyError:  # something unknown
        return None
    return None if (request < 0).any() else PlainDay(event, request, slots, places)
