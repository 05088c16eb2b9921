"""The slot-free relaxation: which requests can be held at all, whatever the slots.

Variables, in this order: y[R] (a request is held), s[P] (a participant's shortfall), k[L] (a
liked talk is missed). All rows are brought to the form `matrix @ x <= rhs`; each is one of the
inequalities of `treffen.timetable.RowKind`, so that a weighted sum of them is a certificate.

Source of the bound: slots are what edge colours are to a graph; by Vizing (1964) a simple graph
of maximum degree T needs at most T + 1 colours, so that forgetting the slots loses little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.solvers.base import Model
from treffen.solvers.relaxation.families import Family, family_of, only
from treffen.timetable import RowKind

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Requests:
    """The requests of a model without their options: who is named, and whether it can ever be held."""

    seat_request: Ints  # [N] request of a named seat
    seat_person: Ints  # [N]
    first_option: Ints  # [R]
    has_delegates: NDArray[np.bool_]  # [R]
    value: Ints
    length: Ints
    must: NDArray[np.bool_]
    group: Ints
    is_possible: NDArray[np.bool_]


def _requests_of(model: Model) -> _Requests:
    """Read requests off the options."""
    first = np.searchsorted(model.option_request, np.arange(model.n_requests)).astype(np.int64)
    delegates = np.fromiter((len(r.delegates) for r in model.problem.requests), np.int64, model.n_requests)
    size = np.diff(model.seat_ptr).astype(np.int64)[first] - delegates
    seat_request = np.repeat(np.arange(model.n_requests), size)
    offset = np.arange(len(seat_request)) - np.repeat(np.cumsum(size) - size, size)
    possible = np.zeros(model.n_requests, bool)
    possible[model.option_request[model.start_ok.any(axis=1)]] = True
    possible |= delegates > 0  # what a certificate says of them looks at the named people only
    return _Requests(
        seat_request=seat_request,
        seat_person=model.seats[model.seat_ptr[first][seat_request] + offset].astype(np.int64),
        first_option=first,
        has_delegates=delegates > 0,
        value=model.value[first],
        length=model.length[first].astype(np.int64),
        must=model.must[first],
        group=model.group[first].astype(np.int64),
        is_possible=possible,
    )


class Relaxation:
    """The rows for a model, family by family; goals and cuts add to them."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.requests = _requests_of(model)
        self.width = model.n_requests + model.n_people + len(model.like_price)
        self.families = [f for f in self._always() if len(f.rhs)]

    def _always(self) -> list[Family]:
        return [*self._people(), self._capacity(), self._pairs(), self._organisations()]

    def _people(self) -> list[Family]:
        """Slots of each person, and personal maxima; the weaker of two equal-shaped rows is left out."""
        model, r = self.model, self.requests
        free = model.free.sum(axis=1).astype(np.int64)
        slots = family_of(
            RowKind.PARTICIPANT,
            r.seat_person,
            r.seat_request,
            r.length[r.seat_request],
            rhs=free,
            width=self.width,
        )
        ones = np.ones(len(r.seat_person), np.int64)
        most = family_of(
            RowKind.MAXIMUM,
            r.seat_person,
            r.seat_request,
            ones,
            rhs=model.maximum.astype(np.int64),
            width=self.width,
        )
        is_tighter = model.maximum < free
        has_long = np.zeros(model.n_people, bool)
        has_long[r.seat_person[r.length[r.seat_request] > 1]] = True
        return [only(slots, ~is_tighter | has_long), only(most, is_tighter)]

    def _capacity(self) -> Family:
        """Place-slots and interpreter-slots. Requests with delegates count among "all places" only."""
        model, r = self.model, self.requests
        plain = np.flatnonzero(~r.has_delegates)
        start = model.row_ptr[r.first_option[plain]].astype(np.int64)
        size = model.row_ptr[r.first_option[plain] + 1].astype(np.int64) - start
        owner = np.repeat(plain, size)
        offset = np.arange(len(owner)) - np.repeat(np.cumsum(size) - size, size)
        rows = model.rows[np.repeat(start, size) + offset].astype(np.int64)
        others = np.flatnonzero(r.has_delegates)
        rows = np.concatenate([rows, np.zeros(len(others), np.int64)])
        owner = np.concatenate([owner, others])
        rhs = model.capacity.sum(axis=1).astype(np.int64)
        return family_of(RowKind.PLACES, rows, owner, r.length[owner], rhs=rhs, width=self.width)

    def _pairs(self) -> Family:
        r = self.requests
        size = np.bincount(r.group, minlength=1)
        groups = np.flatnonzero(size > 1)
        number = np.full(len(size), -1)
        number[groups] = np.arange(len(groups))
        members = np.flatnonzero(number[r.group] >= 0)
        ones = np.ones(len(members), np.int64)
        rows = number[r.group[members]]
        rhs = np.ones(len(groups), np.int64)
        return family_of(RowKind.PAIR, rows, members, ones, rhs=rhs, width=self.width, index=groups)

    def _organisations(self) -> Family:
        """Slots of all people of an organisation, for requests that its delegates attend."""
        problem, r = self.model.problem, self.requests
        wanted = [
            (i, o) for i in np.flatnonzero(r.has_delegates).tolist() for o in problem.requests[i].delegates
        ]
        names = {o: n for n, o in enumerate(dict.fromkeys(o for _, o in wanted))}
        staff = [
            (names[p.organisation], i) for i, p in enumerate(problem.participants) if p.organisation in names
        ]
        of_person = np.full(self.model.n_people, -1)
        rhs = np.zeros(len(names), np.int64)
        for name, person in staff:
            of_person[person] = name
            rhs[name] += self.model.free[person].sum()
        named = np.flatnonzero(of_person[r.seat_person] >= 0)
        rows = [*(names[o] for _, o in wanted), *of_person[r.seat_person[named]].tolist()]
        columns = np.array([*(i for i, _ in wanted), *r.seat_request[named].tolist()], np.int64)
        return family_of(
            RowKind.ORGANISATION,
            np.array(rows, np.int64),
            columns,
            r.length[columns],
            rhs=rhs,
            width=self.width,
            index=np.array([of_person.tolist().index(n) for n in range(len(names))], np.int64),
        )

    # --- what goals add -----------------------------------------------------------------------

    def cost(self, goal: Goal) -> Ints:
        """Coefficients of a goal, to be minimised (VALUE is negated)."""
        r, people = self.requests, self.model.n_people
        cost = np.zeros(self.width, np.int64)
        if goal is Goal.VALUE:
            cost[: len(r.value)] = -r.value
        elif goal is Goal.SHORTFALL:
            cost[len(r.value) : len(r.value) + people] = 1
        elif goal is Goal.TALKS:
            cost[len(r.value) + people :] = self.model.like_price
        return cost

    def upper(self) -> Ints:
        """Largest sensible value of each variable."""
        likes = np.ones(len(self.model.like_price), np.int64)
        held = self.requests.is_possible.astype(np.int64)
        return np.concatenate([held, self.model.minimum.astype(np.int64), likes])

    def goal_rows(self, goal: Goal) -> list[Family]:
        """Rows that define a goal's variables."""
        if goal is Goal.SHORTFALL:
            return [self._minimum()]
        if goal is Goal.TALKS:
            return [self._talks()]
        return []

    def floor(self, goal: Goal, value: int) -> Family:
        """An earlier goal is held at its value."""
        cost = self.cost(goal)
        columns = np.flatnonzero(cost)
        limit = -value if goal is Goal.VALUE else value
        rows = np.zeros(len(columns), np.int64)
        index = np.array([list(Goal).index(goal)])
        return family_of(
            RowKind.GOAL, rows, columns, cost[columns], rhs=np.array([limit]), width=self.width, index=index
        )

    def _minimum(self) -> Family:
        """-s_p - sum y <= -minimum_p. A delegate seat counts for everybody of the organisation."""
        model, r = self.model, self.requests
        people = np.flatnonzero(model.minimum > 0)
        number = np.full(model.n_people, -1)
        number[people] = np.arange(len(people))
        pairs = {
            (int(p), int(q)) for p, q in zip(r.seat_person, r.seat_request, strict=True) if number[p] >= 0
        }
        for o in range(model.n_options if r.has_delegates.any() else 0):
            request = int(model.option_request[o])
            pairs |= {(int(p), request) for p in model.attendees(o) if number[p] >= 0}
        ordered = sorted(pairs)
        rows = [number[p] for p, _ in ordered] + list(range(len(people)))
        columns = [q for _, q in ordered] + [len(r.value) + int(p) for p in people]
        rhs = -model.minimum[people].astype(np.int64)
        weights = -np.ones(len(rows), np.int64)
        return family_of(
            RowKind.MINIMUM,
            np.array(rows, np.int64),
            np.array(columns, np.int64),
            weights,
            rhs=rhs,
            width=self.width,
            index=people,
        )

    def _talks(self) -> Family:
        """Slots outside one's liked talks, plus those of the talks given up."""
        model, r = self.model, self.requests
        people = np.unique(model.like_person).astype(np.int64)
        number = np.full(model.n_people, -1)
        number[people] = np.arange(len(people))
        liked = np.zeros_like(model.free)
        np.logical_or.at(liked, model.like_person, model.like_slots)
        seats = np.flatnonzero(number[r.seat_person] >= 0)
        given = (model.like_slots & model.free[model.like_person]).sum(axis=1).astype(np.int64)
        first_like = len(r.value) + model.n_people
        rows = np.concatenate([number[r.seat_person[seats]], number[model.like_person]])
        columns = np.concatenate([r.seat_request[seats], first_like + np.arange(len(given))])
        weights = np.concatenate([r.length[r.seat_request[seats]], -given])
        rhs = (model.free & ~liked).sum(axis=1)[people].astype(np.int64)
        return family_of(RowKind.TALKS, rows, columns, weights, rhs=rhs, width=self.width, index=people)
