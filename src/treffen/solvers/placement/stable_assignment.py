"""Places (and interpreters) for slots that are given: what was promised stays, the rest sits where it suits.

In a slot, meetings of one slot's length and things are an assignment problem (H. W. Kuhn, 1955; solved as by
R. Jonker and A. Volgenant, 1987); where long meetings tie slots together, a small mixed-integer program
takes its place. First come promised things, as many as can be; then comfort beside the neighbouring slots,
which is gone over forth and back. No promise is broken for comfort.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Assignment, Model, Stop
from treffen.solvers.placement.demand import Demand, interpreter_demand, runs_of_slots
from treffen.solvers.placement.objective import PlacementObjective, build_frame, judge

Small = NDArray[np.int32]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SWEEPS = 3
MOST_CELLS = 4_000_000  # meetings times things of one assignment
MOST_COLUMNS = 20_000  # of a program with long meetings
NODES = 500
NEVER = np.inf


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """[O] a thing of each option, -1 for none: as things are, and as they were promised for this slot
    (`promised`) or for another (`before`)."""

    now: Small
    promised: Small
    before: Small


def keep_places(
    model: Model,
    assignment: Assignment,
    things: Resources,
    *,
    goals: Sequence[Goal],
    stop: Stop | None = None,
) -> Small:
    """[O] a place for every held option, all of which have one `now`.

    As many as possible are at the promised one: wherever all slots' meetings last one slot, no choice of
    places keeps more. `goals`: what decides on the others, CHANGES and WALKING in their order. Slots that
    `stop` leaves no time for stay as they are.
    """
    frame = build_frame(model, assignment)
    wanted = [g for g in goals if g in (Goal.CHANGES, Goal.WALKING)]
    order = [*wanted, *(g for g in (Goal.CHANGES, Goal.WALKING) if g not in wanted)]
    keeper = _Keeper(frame.demand, things, frame=frame, order=order)
    keeper.run(stop or Stop())
    return keeper.of_options(things.now)


def exchange_places(model: Model, assignment: Assignment, things: Resources) -> Small:
    """[O] a place for every held option: promised ones as far as who sits there can take theirs.

    That is soon done, and most of what `keep_places` does where meetings last one slot and promises agree.
    """
    frame = build_frame(model, assignment)
    keeper = _Keeper(frame.demand, things, frame=frame, order=[])
    for part in runs_of_slots(frame.demand):
        keeper.exchange(part)
    return keeper.of_options(things.now)


def keep_interpreters(model: Model, assignment: Assignment, things: Resources) -> Small:
    """[O] an interpreter for every held option that has one `now`, as many as possible the promised one."""
    keeper = _Keeper(interpreter_demand(model, assignment), things, frame=None, order=[])
    keeper.run(Stop())
    return keeper.of_options(things.now)


class _Keeper:
    """Meetings i of a demand, the thing each has, and the one each was promised."""

    def __init__(
        self, demand: Demand, things: Resources, *, frame: PlacementObjective | None, order: Sequence[Goal]
    ) -> None:
        self.demand, self.frame, self.order = demand, frame, order
        self._suiting: dict[tuple[int, int, int], NDArray[np.bool_]] = {}
        self.thing = things.now[demand.option].copy()
        self.before = things.before[demand.option]
        promised = things.promised[demand.option]
        self.wish = np.where(promised == self.thing, promised, -1).astype(np.int32)
        for i in np.flatnonzero((promised >= 0) & (promised != self.thing)).tolist():
            if self._columns(i)[promised[i]]:
                self.wish[i] = promised[i]

    def of_options(self, now: Small) -> Small:
        found = now.copy()
        found[self.demand.option] = self.thing
        return found

    def run(self, stop: Stop) -> None:
        """Go over the slots until nothing is gained any more, or time is up."""
        parts = [p for p in runs_of_slots(self.demand) if self._is_touched(p)]
        best, key = self.thing.copy(), self._key()
        for sweep in range(SWEEPS):
            for part in parts if sweep % 2 == 0 else reversed(parts):
                if stop.is_reached():
                    break
                self._settle(part)
            now = self._key()
            if now >= key:
                break
            best, key = self.thing.copy(), now
        self.thing = best

    def _is_touched(self, part: Small) -> bool:
        return bool((self.thing[part] != self.wish[part]).any())

    def _key(self) -> tuple[int, ...]:
        """Broken promises, then the goals, then what else is pleasant: less is better."""
        broken = int(((self.wish >= 0) & (self.thing != self.wish)).sum())
        if self.frame is None:
            return (broken,)
        values = judge(self.frame, self.thing)
        elsewhere = int(((self.before >= 0) & (self.thing != self.before)).sum())
        return (broken, *(values[g] for g in self.order), elsewhere)

    def exchange(self, part: Small) -> None:
        """Those of a slot take their promised places, whose owners take theirs, where that suits both."""
        if len(set(self.demand.start[part].tolist())) > 1 or len(set(self.demand.end[part].tolist())) > 1:
            return
        owner = {int(self.thing[i]): i for i in part.tolist()}
        for i in part[(self.wish[part] >= 0) & (self.thing[part] != self.wish[part])].tolist():
            here, there = int(self.thing[i]), int(self.wish[i])
            other = owner.pop(there, None)
            if other is not None and (there == self.wish[other] or not self._columns(other)[here]):
                owner[there] = other
                continue
            owner.pop(here)
            self.thing[i], owner[there] = there, i
            if other is not None:
                self.thing[other], owner[here] = here, other

    # --- one run of slots ---------------------------------------------------------------------

    def _settle(self, part: Small) -> None:
        """The best things for these meetings: all that were promised at once, or as many as can be."""
        loose = part[self.wish[part] < 0]
        pinned = part[self.wish[part] >= 0]
        found = self._solve(loose, pinned=pinned) if self._agree(pinned) else None
        if found is not None:
            self.thing[pinned], self.thing[loose] = self.wish[pinned], found
            return
        found = self._solve(part, pinned=part[:0])
        if found is not None:
            self.thing[part] = found

    def _agree(self, part: Small) -> bool:
        """Whether what was promised to these meetings was promised to one of them at a time."""
        start, size = self.demand.start[part], (self.demand.end - self.demand.start)[part]
        offset = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
        slot = np.repeat(start, size) + offset
        uses = slot * len(self.demand.open) + np.repeat(self.wish[part], size)
        return len(set(uses.tolist())) == len(uses)

    def _solve(self, part: Small, *, pinned: Small) -> Small | None:
        """Things for `part` beside those of the pinned ones; None where there are none, or too many."""
        demand = self.demand
        if len(part) * len(demand.open) > MOST_CELLS:
            return None
        if not len(part):
            return part.astype(np.int32)
        things, every = np.arange(len(demand.open)), np.concatenate([part, pinned])
        start, end = demand.start[every], demand.end[every]
        if len(set(start.tolist())) == 1 and (end == start + 1).all():
            things = np.setdiff1d(things, self.wish[pinned])
            found = _assign(self._costs(part, things))
            return None if found is None else things[found].astype(np.int32)
        costs, start, end = self._costs(part, things), demand.start[part], demand.end[part]
        for i in pinned.tolist():
            costs[(start < demand.end[i]) & (demand.start[i] < end), self.wish[i]] = NEVER
        return _search(costs, start, end)

    def _columns(self, i: int) -> NDArray[np.bool_]:
        """[X] whether a thing suits a meeting and is open for it."""
        demand = self.demand
        key = int(demand.kind[i]), int(demand.start[i]), int(demand.end[i])
        if key not in self._suiting:
            suits = np.zeros(len(demand.open), bool)
            suits[demand.of_kind(key[0])] = True
            self._suiting[key] = suits & demand.open[:, key[1] : key[2]].all(axis=1)
        return self._suiting[key]

    def _costs(self, part: Small, things: Ints) -> Floats:
        """[n, len(things)] a broken promise outweighs all comfort, each goal all that come after it."""
        terms = [*self._comfort(part, things)]
        wish = self.wish[part][:, None]
        terms.insert(0, ((wish >= 0) & (wish != things)).astype(np.float64))
        total, weight = np.zeros((len(part), len(things))), 1.0
        for term in reversed(terms):
            total += weight * term
            weight *= 1.0 + len(part) * float(term.max(initial=0.0))
        demand = self.demand
        alike = np.column_stack([demand.kind[part], demand.start[part], demand.end[part]])
        _, first, group = np.unique(alike, axis=0, return_index=True, return_inverse=True)
        suits = np.stack([self._columns(i)[things] for i in part[first].tolist()])
        total[~suits[group.ravel()]] = NEVER
        return total

    def _comfort(self, part: Small, things: Ints) -> Iterator[Floats]:
        """[n, len(things)] for each goal what each of `things` costs, then the promised one, then a home."""
        frame, shape = self.frame, (len(part), len(self.demand.open))
        if frame is not None:
            row, link = _links(frame.link_ptr, part)
            near = self.thing[frame.link_to[link]]
            count = np.bincount(row, minlength=len(part)).astype(np.float64)
            row, near = row[near >= 0], near[near >= 0]
            for goal in self.order:
                if goal is Goal.WALKING:
                    minutes = np.zeros((len(part), len(frame.minutes)))
                    np.add.at(minutes, row, frame.minutes[:, frame.zone[near]].T)
                    yield minutes[:, frame.zone[things]]
                else:
                    apart = np.repeat(count[:, None], shape[1], axis=1)
                    np.subtract.at(apart, (row, near), 1.0)
                    yield apart[:, things]
        before = self.before[part][:, None]
        yield ((before >= 0) & (before != things)).astype(np.float64)
        home = np.ones(shape)
        if frame is not None:
            row, link = _links(frame.home_ptr, part)
            home[row, frame.home[link]] = 0.0
        yield home[:, things]


def _links(ptr: NDArray[np.integer], part: Small) -> tuple[Ints, Ints]:
    """The entries of some meetings in a list of lists: whose (its number in `part`), and where."""
    first = ptr[part].astype(np.int64)
    size = ptr[part + 1] - first
    row = np.repeat(np.arange(len(part)), size)
    return row, np.arange(len(row)) + (first - np.cumsum(size) + size)[row]


def _assign(costs: Floats) -> Small | None:
    from scipy.optimize import linear_sum_assignment  # scipy.optimize takes long to import

    try:
        _, columns = linear_sum_assignment(costs)
    except ValueError:  # some meeting finds nothing
        return None
    found = columns.astype(np.int32)
    return found if len(found) == len(costs) else None


def _search(costs: Floats, start: Small, end: Small) -> Small | None:
    """The same where meetings of several slots keep a thing in all of theirs."""
    from scipy.sparse import csr_matrix  # takes long to import

    row, thing = np.nonzero(np.isfinite(costs))
    if len(row) > MOST_COLUMNS or len(np.unique(row)) < len(costs):
        return None
    size = (end - start)[row]
    column = np.repeat(np.arange(len(row)), size)
    slot = start[row][column] + np.arange(len(column)) - np.repeat(np.cumsum(size) - size, size)
    use, use_row = np.unique(slot * costs.shape[1] + thing[column], return_inverse=True)
    from scipy.optimize import Bounds, milp  # scipy.optimize takes long to import

    once = csr_matrix((np.ones(len(row)), (row, np.arange(len(row)))))
    uses = csr_matrix((np.ones(len(column)), (use_row, column)), (len(use), len(row)))
    answer = milp(
        costs[row, thing],
        integrality=np.ones(len(row)),
        bounds=Bounds(0, 1),
        constraints=[(once, 1, 1), (uses, -np.inf, 1)],
        options={"node_limit": NODES},
    )
    if answer.x is None:
        return None
    found = np.full(len(costs), -1, np.int32)
    chosen = np.flatnonzero(answer.x > 0.5)
    found[row[chosen]] = thing[chosen]
    return found
