"""The program behind formation: the slot-free relaxation of an event, and whole tables beside it.

Variables, in this order: those of the relaxation (other requests, in parts), h[T] (a table is held),
x[N] (somebody sits there), z[Z] (a table could start in this slot, where not all of its people always can).
The rows of people and of places are those of the relaxation, with seats and tables in them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal, ParticipantId, Problem, RequestId
from treffen.solvers.base import build_model
from treffen.solvers.base.model import Flags, Model
from treffen.solvers.relaxation.highs import INFINITY, Program, SolverResult, solve
from treffen.solvers.relaxation.slot_free import Relaxation
from treffen.timetable import RowKind
from treffen.topic_tables.offer import TopicTable

NODES, GAP = 200, 0.0005
DIGITS, TOLERANCE = 3, 1e-4  # values are found but for the tolerance of the solver

_Floats = NDArray[np.float64]
_Entry = tuple[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """The guests of the tables that are held, and what the program says it is worth."""

    guests: dict[RequestId, frozenset[ParticipantId]]
    value: int
    bound: int
    others: float
    others_alone: float


class _Rows:
    """Rows of the form `sum of weighted columns <= upper`, one after another."""

    def __init__(self) -> None:
        self._entries: list[tuple[int, int, float]] = []
        self.upper: list[float] = []

    def add(self, upper: float, *entries: _Entry) -> None:
        row = len(self.upper)
        self._entries += [(row, column, weight) for column, weight in entries]
        self.upper.append(upper)

    def matrix(self, width: int) -> Any:
        from scipy import sparse  # takes long to import

        rows, columns, weights = zip(*self._entries, strict=True) if self._entries else ((), (), ())
        return sparse.csr_matrix((weights, (rows, columns)), shape=(len(self.upper), width), dtype=float)


class FormationProgram:
    """One event with the tables that are offered at it."""

    def __init__(self, problem: Problem, tables: Sequence[TopicTable]) -> None:
        self._tables = tables
        self._model = build_model(problem)
        self._relaxation = Relaxation(self._model)
        self._person = {p.id: i for i, p in enumerate(problem.participants)}
        self._seats = [(t, wish) for t, table in enumerate(tables) for wish in table.wishes]
        self._first_table = self._relaxation.width
        self._first_seat = self._first_table + len(tables)
        self._upper = [1.0] * (len(tables) + len(self._seats))
        self._rows = _Rows()
        for t, table in enumerate(tables):
            self._form(t, table)

    def solve(self, *, price: float, seed: int) -> _Chosen:
        """Tables worth most, by which the others lose no more than the price; of these, the others' best."""
        worth = self._worth()
        is_other = np.arange(len(worth)) < self._first_table
        others, seats = np.where(is_other, worth, 0.0), np.where(is_other, 0.0, worth)
        nobody = np.zeros(len(self._upper))
        alone = -solve(self._program(-others, nobody), seed=seed).objective
        self._at_least((1 - price) * alone, others)
        most = self._best(seats, None, seed)
        if most.x is None:
            return _Chosen(guests={}, value=0, bound=0, others=alone, others_alone=alone)
        value = round(float(seats @ most.x))
        self._at_least(value, seats)
        found = self._best(others, most.x, seed).x
        x = most.x if found is None else found
        return _Chosen(
            guests=self._guests(x),
            value=value,
            bound=max(value, math.floor(-most.bound + TOLERANCE)),
            others=round(float(others @ x), DIGITS),
            others_alone=round(alone, DIGITS),
        )

    def _at_least(self, least: float, worth: _Floats) -> None:
        columns = np.flatnonzero(worth).tolist()
        self._rows.add(TOLERANCE - least, *((column, -float(worth[column])) for column in columns))

    def _best(self, worth: _Floats, start: _Floats | None, seed: int) -> SolverResult:
        whole = self._program(-worth, np.array(self._upper), has_whole_tables=True)
        return solve(whole, seed=seed, nodes=NODES, gap=GAP, start=start)

    def _guests(self, x: _Floats) -> dict[RequestId, frozenset[ParticipantId]]:
        is_held = x[self._first_table : self._first_seat] > 0.5
        is_taken = x[self._first_seat : self._first_seat + len(self._seats)] > 0.5
        found: dict[RequestId, set[ParticipantId]] = {
            table.id: set() for table, held in zip(self._tables, is_held, strict=True) if held
        }
        for (t, wish), taken in zip(self._seats, is_taken, strict=True):
            if taken and is_held[t]:
                found[self._tables[t].id].add(wish.participant)
        return {table: frozenset(guests) for table, guests in found.items()}

    # --- one table ----------------------------------------------------------------------------

    def _form(self, t: int, table: TopicTable) -> None:
        """Where it is held, at least the fewest sit there and at most as many as there are seats."""
        held = self._first_table + t
        seats = [self._first_seat + n for n, (owner, _) in enumerate(self._seats) if owner == t]
        self._rows.add(0.0, (held, 1.0 - table.seats), *((seat, 1.0) for seat in seats))
        self._rows.add(0.0, (held, table.fewest - 1.0), *((seat, -1.0) for seat in seats))
        for seat in seats:
            self._rows.add(0.0, (seat, 1.0), (held, -1.0))
        starts = _starts(self._model, table)
        host = starts[self._person[table.host]]
        guests = [starts[self._person[wish.participant]] & host for wish in table.wishes]
        if not host.any():
            self._upper[t] = 0.0
        elif not all((guest == host).all() for guest in guests):
            self._meet(held, host, dict(zip(seats, guests, strict=True)))

    def _meet(self, table: int, host: Flags, guests: dict[int, Flags]) -> None:
        """The table starts in one slot, and only those sit there who can be there then."""
        first = self._first_table + len(self._upper)
        starts = {int(slot): first + n for n, slot in enumerate(np.flatnonzero(host))}
        self._upper += [1.0] * len(starts)
        self._rows.add(0.0, (table, -1.0), *((z, 1.0) for z in starts.values()))
        for seat, there in guests.items():
            self._rows.add(0.0, (seat, 1.0), *((z, -1.0) for slot, z in starts.items() if there[slot]))

    # --- all together -------------------------------------------------------------------------

    def _worth(self) -> _Floats:
        """What each variable adds to the value."""
        worth = np.zeros(self._first_table + len(self._upper))
        worth[: self._first_table] = -self._relaxation.cost(Goal.VALUE)
        worth[self._first_table : self._first_seat] = [table.value for table in self._tables]
        seats = slice(self._first_seat, self._first_seat + len(self._seats))
        worth[seats] = [wish.value for _, wish in self._seats]
        return worth

    def _program(self, cost: _Floats, most: _Floats, *, has_whole_tables: bool = False) -> Program:
        from scipy import sparse  # takes long to import

        relaxation, width = self._relaxation, len(cost)
        matrices: list[Any] = [self._rows.matrix(width)]
        limits = [np.array(self._rows.upper)]
        for family in relaxation.families:
            own = self._taken(family.kind, family.index)
            matrices.append(sparse.hstack([family.matrix, own.matrix(width)[:, self._first_table :]]))
            limits.append(family.rhs.astype(float))
        must = relaxation.requests.must & relaxation.requests.is_possible
        lower = np.zeros(width)
        lower[: len(must)] = must
        is_integer = np.arange(width) >= self._first_table
        upper = np.concatenate(limits)
        return Program(
            cost=cost,
            matrix=sparse.vstack(matrices, format="csc"),
            row_lower=np.full(len(upper), -INFINITY),
            row_upper=upper,
            lower=lower,
            upper=np.concatenate([relaxation.upper().astype(float), most]),
            is_integer=is_integer if has_whole_tables else None,
        )

    def _taken(self, kind: RowKind, index: NDArray[np.int64]) -> _Rows:
        """What seats and tables take in the rows of one family of the relaxation."""
        rows = _Rows()
        for i in index.tolist():
            if kind in (RowKind.PARTICIPANT, RowKind.MAXIMUM):
                rows.add(0.0, *self._of_person(i, in_slots=kind is RowKind.PARTICIPANT))
            elif kind is RowKind.PLACES:
                rows.add(0.0, *self._of_places(i))
            else:
                rows.add(0.0)
        return rows

    @cached_property
    def _tables_of(self) -> dict[int, list[tuple[int, TopicTable]]]:
        """Of each person, the columns in which they host or sit somewhere."""
        found: dict[int, list[tuple[int, TopicTable]]] = {}
        for t, table in enumerate(self._tables):
            found.setdefault(self._person[table.host], []).append((self._first_table + t, table))
        for n, (t, wish) in enumerate(self._seats):
            found.setdefault(self._person[wish.participant], []).append(
                (self._first_seat + n, self._tables[t])
            )
        return found

    def _of_person(self, person: int, *, in_slots: bool) -> list[_Entry]:
        there = self._tables_of.get(person, [])
        return [(column, float(table.length if in_slots else 1)) for column, table in there]

    def _of_places(self, row: int) -> list[_Entry]:
        if row >= self._model.n_place_rows:
            return []
        places = set(self._model.row_sets[row])
        return [
            (self._first_table + t, float(table.length))
            for t, table in enumerate(self._tables)
            if row == 0 or self._suitable(table) <= places
        ]

    def _suitable(self, table: TopicTable) -> set[int]:
        """The places that have what the table and its host need."""
        problem = self._model.problem
        needs = table.needs | problem.participants[self._person[table.host]].needs
        return {
            i
            for i, place in enumerate(problem.places)
            if needs <= place.features and (table.places is None or place.id in table.places)
        }


def _starts(model: Model, table: TopicTable) -> Flags:
    """[P, T] where the table could start for each person, a place being open and all else empty."""
    open_: Flags = model.free & (model.capacity[0] > 0)
    if table.slots is not None:
        open_ = open_ & np.array([slot.id in table.slots for slot in model.problem.slots])
    starts: Flags = open_.copy()
    for later in range(1, table.length):
        goes_on = np.zeros_like(open_)
        goes_on[:, :-later] = open_[:, later:] & (model.block[later:] == model.block[:-later])
        starts &= goes_on
    return starts
