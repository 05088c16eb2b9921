"""A reason for every request that is not held, and a proved remedy for as many as time allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from treffen.problem import ParticipantId, Problem, RequestId
from treffen.problem.plain_requests import ids_of
from treffen.scheduling.whynot.breaks import Breaks
from treffen.scheduling.whynot.proof import prove
from treffen.scheduling.whynot.remedies import CandidateChange, Remedies, StartOption
from treffen.scheduling.whynot.stages import Cells, Stage
from treffen.scheduling.whynot.timetable_arrays import NEVER, TimetableArrays
from treffen.solvers.base import Assignment, Model
from treffen.timetable import Reason, Remedy, Timetable, Unscheduled

DEAR, FAR = 10**10, 10**11  # above every value; above that
SMALL = 5000  # requests; up to here everybody gets a remedy
PART = 20_000  # requests that are looked at together
Small = NDArray[np.int32]
REASONS = {
    Stage.TIME: Reason.NO_COMMON_SLOT,
    Stage.PLACE: Reason.NO_SUITABLE_PLACE,
    Stage.INTERPRETER: Reason.NO_INTERPRETER,
    Stage.PAIR: Reason.PAIR_HELD,
    Stage.PERSON: Reason.PERSON_FULL,
    Stage.COMMON: Reason.OUT_VALUED,
    Stage.FREE_PLACE: Reason.PLACES_FULL,
    Stage.FREE_INTERPRETER: Reason.INTERPRETERS_FULL,
    Stage.ORDER: Reason.ORDER,
    Stage.BREAKS: Reason.BREAKS,
    Stage.NONE: Reason.OUT_VALUED,
}
OF_PEOPLE = (Stage.TIME, Stage.PERSON)  # nothing else is named
OF_NOBODY = (Stage.PLACE, Stage.FREE_PLACE, Stage.FREE_INTERPRETER)  # nobody and nothing else is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """A better timetable that the scheduler missed, in indices of the model.

    With the held options `gone` given up, `option` can be held from `slot` on at `place` with
    `interpreter` (-1: none needed), and nothing else is touched; value rises by `gain` > 0.
    Each improvement holds alone: after using one, ask again.
    """

    option: int
    slot: int
    place: int
    interpreter: int
    gone: tuple[int, ...]
    gain: int


def explain(
    problem: Problem,
    model: Model,
    *,
    assignment: Assignment,
    timetable: Timetable,
    limit: int,
    small: int | None = None,
) -> tuple[Unscheduled, ...]:
    """Why each request that is not held is not, in the order of the problem.

    Reasons, of which the first that applies is given (for a request with a choice of delegates,
    that of the option which gets furthest):

    NO_COMMON_SLOT, NO_SUITABLE_PLACE, NO_INTERPRETER: it can never be held (evidence: those who
    are free in no allowed slot, or all parties). PAIR_HELD: the same parties meet (the request
    held). PERSON_FULL: somebody's maximum is reached, or all their free slots are taken (they).
    PLACES_FULL, INTERPRETERS_FULL: all parties are free in some slots, but no suitable place or
    interpreter is. ORDER, BREAKS: what is left breaks the required order (with those requests) or
    gives somebody too many breaks (they). OUT_VALUED: others are in the way (the cheapest to give
    up; where some must be held, the fewest in the way).

    Remedies are given for all in events of up to `small` (5,000) requests, else for the `limit` requests
    of highest value, and are checked by making the change.
    """
    left = _LeftOut(TimetableArrays(problem, model, assignment, timetable))
    chosen = left.chosen(limit, SMALL if small is None else small)
    return tuple(one for part in left.parts() for one in part.explain(chosen))


def find_improvements(
    problem: Problem, model: Model, *, assignment: Assignment, timetable: Timetable, limit: int
) -> tuple[Improvement, ...]:
    """Requests worth more than what they need to be given up, the greatest gain first.

    Looks at the same requests as `explain` gives remedies for.
    """
    left = _LeftOut(TimetableArrays(problem, model, assignment, timetable))
    chosen = left.chosen(limit, SMALL)
    found = [one for part in left.parts() for one in part.improvements(chosen)]
    return tuple(sorted(found, key=lambda i: (-i.gain, i.option)))


class _LeftOut:
    """The requests that are not held; some thousands at a time, as each takes rows of many arrays."""

    def __init__(self, board: TimetableArrays) -> None:
        self.board, model = board, board.model
        is_held = np.zeros(model.n_requests, bool)
        is_held[model.option_request[board.held]] = True
        self.options = np.flatnonzero(~is_held[model.option_request]).astype(np.int32)
        self.requests, self.first = np.unique(model.option_request[self.options], return_index=True)

    def chosen(self, limit: int, small: int) -> NDArray[np.bool_]:
        """[R] which requests get a remedy."""
        model = self.board.model
        chosen = np.ones(model.n_requests, bool)
        if model.n_requests > small:
            values = model.value[self.options[self.first]]
            chosen[self.requests[np.argsort(-values, kind="stable")[max(0, limit) :]]] = False
        return chosen

    def parts(self) -> Iterator[_Explainer]:
        """All of them, in the order of the problem."""
        breaks = Breaks(self.board)
        remedies = Remedies(self.board, breaks)
        edges = [*self.first[::PART].tolist(), len(self.options)]
        for begin, end in pairwise(edges):
            yield _Explainer(self.board, breaks, remedies, self.options[begin:end])
            self.board.forget()


class _Explainer:
    def __init__(self, board: TimetableArrays, breaks: Breaks, remedies: Remedies, options: Small) -> None:
        self.board, self.breaks, self.remedies, self.options = board, breaks, remedies, options
        self.cells = Cells(board, options)
        self.full = self.cells.full_people()[0]
        self.requests, self.first = np.unique(board.model.option_request[options], return_index=True)
        self.last = np.append(self.first, len(options))[1:]

    def explain(self, chosen: NDArray[np.bool_]) -> Iterator[Unscheduled]:
        """Each request of the part; those that are chosen with a remedy."""
        stages, ids = self.cells.stages(self.breaks), ids_of(self.board.problem, self.requests)
        furthest = np.maximum.reduceat(stages, self.first).tolist()
        columns = (self.first, self.last, chosen[self.requests])
        rows = zip(furthest, ids, *(column.tolist() for column in columns), strict=True)
        for k, (stage, id, a, b, with_remedy) in enumerate(rows):
            if stage in OF_NOBODY and not with_remedy:
                yield Unscheduled(request=id, reason=REASONS[stage])
            elif stage in OF_PEOPLE and not with_remedy and b == a + 1:
                people = self._people(self._people_of(Stage(stage), [a]))
                yield Unscheduled(request=id, reason=REASONS[stage], participants=people)
            else:
                yield self._explain(k, stages[a:b], with_remedy=with_remedy)

    def improvements(self, chosen: NDArray[np.bool_]) -> Iterator[Improvement]:
        """What the chosen requests of the part would gain."""
        for k in np.flatnonzero(chosen[self.requests]).tolist():
            value = int(self.board.model.value[self.options[self.first[k]]])
            change = self._cheapest(self._reachable(k), below=value) if value else None
            if change is not None:
                yield self._improvement(change, value - change.cost)

    @cached_property
    def allowed(self) -> NDArray[np.bool_]:
        """[n, T] where requests are allowed to start."""
        return self.cells.starts(self.cells.wished) & self.cells.fixed

    def _cheapest(self, cells: list[StartOption], *, below: int = NEVER) -> CandidateChange | None:
        """The cheapest proved way to give up less than `below` for a request; nobody is asked anything."""
        best: CandidateChange | None = None
        for cell in sorted(cells, key=self._floor):
            change = self.remedies.giving_up(cell, below if best is None else best.cost)
            if change is not None and self._place(change) is not None:
                best = change
        return best

    def _reachable(self, k: int) -> list[StartOption]:
        """The cells in which request k is allowed."""
        cells = []
        for row in range(self.first[k], self.last[k]):
            option = int(self.options[row])
            for t in np.flatnonzero(self.allowed[row]).tolist():
                cell = self.remedies.cell(option, t)
                if cell is not None:
                    cells.append(cell)
        return cells

    def _floor(self, cell: StartOption) -> tuple[int, int, int]:
        return sum(self.board.price[o] for o in cell.in_the_way), cell.run.start, cell.option

    def _place(self, change: CandidateChange) -> tuple[int, int] | None:
        return prove(self.board, self.breaks, change)

    def _remedy(self, cells: list[StartOption], give_up: CandidateChange | None) -> Remedy | None:
        small = [c for cell in cells for c in self.remedies.small_changes(cell)]
        changes = sorted([*small, *([] if give_up is None else [give_up])], key=CandidateChange.key)
        best = next((c for c in changes if c is give_up or self._place(c) is not None), None)
        if best is None:
            return None
        problem = self.board.problem
        return Remedy(
            kind=best.kind,
            slot=problem.slots[best.slot].id,
            participants=self._people(best.people),
            requests=self._ids(best.gone),
            cost=best.cost,
        )

    def _improvement(self, change: CandidateChange, gain: int) -> Improvement:
        place, helper = prove(self.board, self.breaks, change) or (-1, -1)
        return Improvement(
            option=change.option,
            slot=change.slot,
            place=place,
            interpreter=helper,
            gone=tuple(sorted(change.gone)),
            gain=gain,
        )

    def _explain(self, k: int, stages: Small, *, with_remedy: bool) -> Unscheduled:
        stage = Stage(int(stages.max()))
        rows = (np.flatnonzero(stages == stage) + self.first[k]).tolist()
        is_out_valued = REASONS[stage] is Reason.OUT_VALUED
        cells = self._reachable(k) if with_remedy else []
        cheapest = self._cheapest(cells)
        if is_out_valued:
            requests = self._ids(cheapest.gone if cheapest is not None else self._nearest(k))
        else:
            requests = self._ids(self._options_of(stage, rows))
        return Unscheduled(
            request=self.board.problem.requests[self.requests[k]].id,
            reason=REASONS[stage],
            participants=self._people(self._people_of(stage, rows)),
            requests=requests,
            remedy=self._remedy(cells, cheapest),
        )

    def _nearest(self, k: int) -> frozenset[int]:
        """What is in the way in the slot in which the fewest and cheapest meetings keep people busy."""
        rows = slice(self.first[k], self.last[k])
        row, t = np.unravel_index(np.argmin(self.hints[rows]), self.hints[rows].shape)
        cell = self.remedies.cell(int(self.options[self.first[k] + row]), int(t))
        return frozenset() if cell is None else cell.in_the_way

    @cached_property
    def hints(self) -> NDArray[np.int64]:
        """[n, T] meetings in the way at a start slot, then their values: small means near."""
        board, model = self.board, self.board.model
        price = np.append(np.minimum(board.prices, DEAR), 0) + np.append(np.full(model.n_options, FAR), 0)
        first, sizes = model.seat_ptr[self.options], np.diff(model.seat_ptr)[self.options]
        hints = np.where(self.cells.static, 0, len(model.seats) * FAR)
        for seat in range(int(sizes.max(initial=0))):
            has = np.flatnonzero(sizes > seat)
            hints[has] += price[board.occupied[model.seats[first[has] + seat]]]
        return hints

    def _people_of(self, stage: Stage, rows: list[int]) -> set[int]:
        board, options = self.board, [int(self.options[r]) for r in rows]
        attendees = {p for o in options for p in board.seats[o]}
        if stage is Stage.TIME:
            return {p for r in rows for p in self.cells.never_free[r]} or attendees
        if stage is Stage.INTERPRETER:
            return attendees
        if stage is Stage.PERSON:
            return {p for p in attendees if self.full[p]}
        if stage is Stage.BREAKS:
            starts = [(int(self.options[r]), t) for r in rows for t in self.cells.left(r)]
            return {p for o, t in starts for p in self.breaks.too_many(o, t)}
        return set()

    def _options_of(self, stage: Stage, rows: list[int]) -> set[int]:
        if stage is Stage.PAIR:
            return {self.board.held_of_group(int(self.options[r])) for r in rows}
        if stage is Stage.ORDER:
            starts = [(int(self.options[r]), t) for r in rows for t in self.cells.left(r)]
            return {x for o, t in starts for x in self.board.out_of_order(o, t)}
        return set()

    def _people(self, people: Iterable[int]) -> tuple[ParticipantId, ...]:
        return tuple(self.board.problem.participants[p].id for p in sorted(people))

    def _ids(self, options: Iterable[int]) -> tuple[RequestId, ...]:
        numbers = sorted(int(self.board.model.option_request[o]) for o in options)
        return tuple(self.board.problem.requests[r].id for r in numbers)
