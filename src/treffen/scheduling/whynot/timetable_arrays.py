"""A finished timetable in arrays and lists: who and what is taken when, and by which option."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Problem, SlotId
from treffen.problem.plain_requests import ids_of
from treffen.solvers.base import Assignment, Model
from treffen.timetable import Timetable

Small = NDArray[np.int32]
Flags = NDArray[np.bool_]
Way = tuple[int, frozenset[int]]  # value given up, by which held options
NEVER = 1 << 60  # the price of what must not be given up


class _Kept[Value](dict[int, Value]):
    """What is made of a number when it is first asked for: of a large event few ever are."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[int], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, number: int) -> Value:
        made = self[number] = self._make(number)
        return made


def _rows(array: NDArray[Any]) -> _Kept[Any]:
    """What stands in an array, as plain values."""
    return _Kept(lambda number: array[number].tolist())


class Supply:
    """Places, or interpreters: which sets of them suit, when they are open, who has them."""

    def __init__(
        self, sets: Sequence[tuple[int, ...]], is_open: Flags, taken: Small, *, n_options: int
    ) -> None:
        self.sets = sets
        self.is_open = is_open  # [X, T]
        self.taken = taken  # [X, T] option, or -1
        self.open_rows: _Kept[list[bool]] = _rows(is_open)
        self.taken_rows: _Kept[list[int]] = _rows(taken)
        self._thing_of = np.full(n_options, -1, np.int32)
        thing, slot = np.nonzero(taken >= 0)
        self._thing_of[taken[thing, slot]] = thing
        self._tables: dict[tuple[int, bool], Flags] = {}
        self._sets: dict[int, frozenset[int]] = {}
        self._ways: dict[tuple[int, range], list[Way]] = {}

    def table(self, length: int, *, needs_free: bool) -> Flags:
        """[sets, T] whether something of the set is open (and free) from this slot on for `length` slots."""
        key = (length, needs_free)
        if key not in self._tables:
            good = self.is_open & (self.taken < 0) if needs_free else self.is_open
            runs = slide(good, length)
            rows = [runs[list(s)].any(axis=0) for s in self.sets]
            self._tables[key] = np.array(rows, bool).reshape(-1, good.shape[1])
        return self._tables[key]

    def find(self, kind: int, run: range, gone: frozenset[int]) -> int:
        """The first thing of a set that is open and, with `gone` given up, free; -1: none."""
        for x in self.sets[kind]:
            is_open, taken = self.open_rows[x], self.taken_rows[x]
            if all(is_open[u] and (taken[u] < 0 or taken[u] in gone) for u in run):
                return x
        return -1

    def serves(self, kind: int, run: range, gone: frozenset[int]) -> bool:
        """Whether `find` would find something; fast, as only what is given up can come free."""
        if self.table(len(run), needs_free=True)[kind, run.start]:
            return True
        for x in {int(self._thing_of[o]) for o in gone} & self._members(kind):
            if all(self.open_rows[x][u] and self.taken_rows[x][u] in (-1, *gone) for u in run):
                return True
        return False

    def _members(self, kind: int) -> frozenset[int]:
        if kind not in self._sets:
            self._sets[kind] = frozenset(self.sets[kind])
        return self._sets[kind]

    def in_the_way(self, kind: int, run: range, price: Mapping[int, int]) -> list[Way]:
        """For each thing of a set that is open, what would have to give way, the cheapest first."""
        key = (kind, run)
        if key not in self._ways:
            found = {}
            for x in self.sets[kind]:
                if all(self.open_rows[x][u] for u in run):
                    who = frozenset(self.taken_rows[x][u] for u in run) - {-1}
                    found[who] = sum(price[o] for o in who)
            ways = ((c, w) for w, c in found.items() if c < NEVER)
            self._ways[key] = sorted(ways, key=lambda e: (e[0], sorted(e[1])))
        return self._ways[key]


class TimetableArrays:
    """Everything that explanations look up, for one timetable.

    `slot[o]` is the first slot of option o or -1; `busy[p][t]` the option that keeps person p busy;
    `price[o]` the value of an option, or NEVER where its request must be held.
    """

    def __init__(self, problem: Problem, model: Model, assignment: Assignment, timetable: Timetable) -> None:
        self.problem, self.model = problem, model
        self.slot_of = assignment.slot
        self.slot: _Kept[int] = _rows(assignment.slot)
        self.length: _Kept[int] = _rows(model.length)
        self.held = assignment.held
        self.seats: _Kept[tuple[int, ...]] = _Kept(lambda option: tuple(model.attendees(option).tolist()))
        self.occupied = self._occupied()
        self.busy: _Kept[list[int]] = _rows(self.occupied)
        self.free_rows: _Kept[list[bool]] = _rows(model.free)
        self.count = np.zeros(model.n_people, np.int64)
        np.add.at(self.count, model.seats[self._held_seats()], 1)
        n_slots = model.n_slots
        maximum = [n_slots if p.maximum is None else p.maximum for p in problem.participants]
        self.maximum = np.array(maximum, np.int64)
        self.price: _Kept[int] = _rows(self.prices)
        self.of_group = np.full(int(model.group.max(initial=-1)) + 1, -1, np.int32)
        self.of_group[model.group[self.held]] = self.held
        self.places, self.interpreters = self._supplies(timetable)

    @cached_property
    def prices(self) -> NDArray[np.int64]:
        """[O] the value of an option, NEVER where its request must be held."""
        return np.where(self.model.must, NEVER, self.model.value)

    def _held_seats(self) -> NDArray[np.int64]:
        """Indices into `model.seats` of the held options."""
        first = self.model.seat_ptr[self.held].astype(np.int64)
        sizes = self.model.seat_ptr[self.held + 1] - first
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return np.asarray(np.repeat(first, sizes) + within)

    def _occupied(self) -> Small:
        model, occupied = self.model, np.full(self.model.free.shape, -1, np.int32)
        sizes = model.seat_ptr[self.held + 1] - model.seat_ptr[self.held]
        option = np.repeat(self.held, sizes)
        person = model.seats[self._held_seats()]
        for step in range(int(model.length[self.held].max(initial=0))):
            runs = model.length[option] > step
            occupied[person[runs], self.slot_of[option[runs]] + step] = option[runs]
        return occupied

    def _supplies(self, timetable: Timetable) -> tuple[Supply, Supply]:
        problem, model = self.problem, self.model
        slots = {s.id: i for i, s in enumerate(problem.slots)}
        place = {x.id: i for i, x in enumerate(problem.places)}
        helper = {x.id: i for i, x in enumerate(problem.interpreters)}
        open_ = [_flags(p.open, slots) for p in problem.places]
        free = [_flags(x.free, slots) for x in problem.interpreters]
        at = np.full((len(place), len(slots)), -1, np.int32)
        by = np.full((len(helper), len(slots)), -1, np.int32)
        for m, o in zip(timetable.meetings, self._options_of(timetable), strict=True):
            first = int(self.slot_of[o])
            run = slice(first, first + int(model.length[o]))
            at[place[m.place], run] = o
            if m.interpreter is not None:
                by[helper[m.interpreter], run] = o
        shape, n_options = (-1, len(slots)), model.n_options
        return (
            Supply(model.place_sets, np.array(open_, bool).reshape(shape), at, n_options=n_options),
            Supply(model.interpreter_sets, np.array(free, bool).reshape(shape), by, n_options=n_options),
        )

    def _options_of(self, timetable: Timetable) -> list[int]:
        """The option of each meeting."""
        options: list[int] = self.held.tolist()
        ids = ids_of(self.problem, self.model.option_request[self.held])
        wanted = [m.request for m in timetable.meetings]
        if wanted == ids:
            return options
        option_of = dict(zip(ids, options, strict=True))
        return [option_of[id] for id in wanted]

    def forget(self) -> None:
        """Let go what was looked up: whoever asks about others next needs little of it again."""
        for kept in (self.slot, self.length, self.seats, self.busy, self.free_rows, self.price):
            kept.clear()

    def held_of_group(self, option: int) -> int:
        """The held option that excludes this one because the same parties meet in it, or -1."""
        return int(self.of_group[self.model.group[option]])

    def run(self, option: int, slot: int) -> range:
        """The slots of an option that starts at `slot`."""
        return range(slot, slot + self.length[option])

    @cached_property
    def meetings_of(self) -> _Kept[list[int]]:
        """[P] held options of each person, in order of time."""
        return _Kept(lambda person: list(dict.fromkeys(o for o in self.busy[person] if o >= 0)))

    @cached_property
    def order(self) -> dict[int, list[tuple[int, bool]]]:
        """For each request with precedences: the other request, and whether that one comes later."""
        found: dict[int, list[tuple[int, bool]]] = {}
        for earlier, later in self.model.before.tolist():
            found.setdefault(earlier, []).append((later, True))
            found.setdefault(later, []).append((earlier, False))
        return found

    @cached_property
    def option_of_request(self) -> dict[int, int]:
        """The held option of each held request."""
        return {int(self.model.option_request[o]): o for o in self.held.tolist()}

    def out_of_order(self, option: int, slot: int) -> list[int]:
        """Held options whose required order with `option`, started at `slot`, would be broken."""
        request, wrong = int(self.model.option_request[option]), []
        for other, is_later in self.order.get(request, ()):
            o = self.option_of_request.get(other)
            if o is None:
                continue
            first, second = (option, o) if is_later else (o, option)
            begin = {option: slot, o: self.slot[o]}
            if begin[first] + self.length[first] > begin[second]:
                wrong.append(o)
        return wrong


def _flags(ids: frozenset[SlotId] | None, number: dict[SlotId, int]) -> list[bool]:
    if ids is None:
        return [True] * len(number)
    flags = [False] * len(number)
    for id in ids:
        flags[number[id]] = True
    return flags


def slide(flags: Flags, length: int) -> Flags:
    """[n, T] whether `flags` hold in this slot and the length - 1 after it.

    >>> slide(np.array([[True, True, False]]), 2).tolist()
    [[True, False, False]]
    """
    found = flags.copy()
    for step in range(1, min(length, flags.shape[1] + 1)):
        found[:, :-step] &= flags[:, step:]
        found[:, flags.shape[1] - step :] = False
    return found
