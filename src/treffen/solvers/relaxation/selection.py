"""Bounds of the selection goals (value, shortfall, liked talks) with a certificate in integers.

The linear program gives prices; the prices, rounded to integers, prove a bound by weak duality
whatever their quality: for c x over matrix x <= rhs, 0 <= x <= upper, any multipliers m >= 0 give
c x >= sum_j min(0, (c + matrix' m)_j) upper_j - rhs m.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal
from treffen.problem.plain_requests import ids_of, plain_requests_of
from treffen.solvers.base import Model
from treffen.solvers.relaxation.families import Family, matrix_of
from treffen.solvers.relaxation.highs import INFINITY, Program, solve
from treffen.solvers.relaxation.odd_sets import OddSet, find_odd_sets, odd_set_rows
from treffen.solvers.relaxation.slot_free import Relaxation
from treffen.timetable import CertificateRow, RowKind, SelectionCertificate

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SCALE = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionBound:
    """`held[R]` between 0 and 1, reduced gain of each request, the proved bound, its certificate.

    `reduced[R]`: value of the request minus the prices of what it takes up; a held request with
    a large one belongs in every good timetable, a request far below zero in none.
    """

    held: Floats
    reduced: Floats
    bound: int
    certificate: SelectionCertificate

    def is_better_than(self, other: SelectionBound) -> bool:
        """Whether it proves more, or as much with a solution that is whole where the other's is not."""
        if self.certificate.goal is Goal.VALUE:
            return self.bound <= other.bound
        return self.bound >= other.bound


MOST_CUT_ROUNDS = 12
MOST_CUT_REQUESTS = 20_000


def bound_selection(
    model: Model, goal: Goal, *, floors: Mapping[Goal, int] | None = None, seconds: float = 1e9
) -> SelectionBound | None:
    """The bound of one goal among timetables as good in the `floors`; None if time was too short.

    Where the relaxation holds requests by halves, odd-set inequalities (J. Edmonds, 1965) cut
    those solutions off, round by round, until it is whole or no more are found.
    """
    relaxation = Relaxation(model)
    families = list(relaxation.families)
    for other in dict.fromkeys([*(floors or {}), goal]):
        families += relaxation.goal_rows(other)
    families += [relaxation.floor(other, value) for other, value in (floors or {}).items()]
    odd: list[OddSet] = []
    found: SelectionBound | None = None
    for _ in range(MOST_CUT_ROUNDS):
        cuts = [odd_set_rows(relaxation, odd)] if odd else []
        prices = _prices(relaxation, families + cuts, goal, seconds)
        if prices is None:
            return found
        now = _bound(relaxation, families + cuts, goal, *prices, odd=odd)
        if found is None or now.is_better_than(found):
            found = now
        new = find_odd_sets(relaxation, prices[0]) if model.n_requests <= MOST_CUT_REQUESTS else []
        if not new:
            break
        odd += new
    return found


def bound_by_prices(model: Model, people: Floats, rows: Floats) -> SelectionBound:
    """The bound of VALUE that given prices prove: of people's meetings [P], of capacity rows [C].

    A request counts as held where its value exceeds the prices of what it takes up.
    """
    if _is_of_two_kinds(model):
        return _bound_of_two_kinds(model, people, rows)
    relaxation = Relaxation(model)
    given = {RowKind.PARTICIPANT: people, RowKind.MAXIMUM: people, RowKind.PLACES: rows}
    parts = [given[f.kind][f.index] if f.kind in given else np.zeros(len(f.rhs)) for f in relaxation.families]
    families = relaxation.families
    found = _bound(relaxation, families, Goal.VALUE, people, np.concatenate(parts), odd=[])
    return replace(found, held=(found.reduced > 0).astype(np.float64))


def _is_of_two_kinds(model: Model) -> bool:
    """Whether all that requests take up is one slot of each of their people, and places."""
    sizes = np.diff(model.seat_ptr)
    if plain_requests_of(model.problem) is not None:
        return model.is_plain and bool((np.diff(model.row_ptr) > 0).all())
    named = (len(r.participants) for r in model.problem.requests)
    is_named = len(sizes) == model.n_requests and bool((sizes == np.fromiter(named, np.int64)).all())
    return model.is_plain and is_named and bool((np.diff(model.row_ptr) > 0).all())


def _bound_of_two_kinds(model: Model, people: Floats, rows: Floats) -> SelectionBound:
    """The same without matrices: of a million requests these would take more room than all else."""
    of_people, of_rows = (np.rint(prices * SCALE).astype(np.int64) for prices in (people, rows))
    gain = model.value * SCALE
    gain -= np.add.reduceat(of_people[model.seats], model.seat_ptr[:-1])
    gain -= np.add.reduceat(of_rows[model.rows], model.row_ptr[:-1])
    spent = int((model.maximum * of_people).sum()) + int((model.capacity.sum(axis=1) * of_rows).sum())
    is_possible = model.start_ok.any(axis=1)
    must = np.flatnonzero(model.must & (gain < 0))
    total = int(np.maximum(gain, 0)[is_possible].sum()) + spent + int(gain[must].sum())
    named, free = model.problem.participants, model.free.sum(axis=1)
    found = []
    for p in np.flatnonzero(of_people).tolist():
        kind = RowKind.MAXIMUM if model.maximum[p] < free[p] else RowKind.PARTICIPANT
        found.append(CertificateRow(kind=kind, multiplier=int(of_people[p]), participants=(named[p].id,)))
    found += [_capacity_row(model, c, int(of_rows[c])) for c in np.flatnonzero(of_rows).tolist()]
    ids = model.problem.requests
    found += [
        CertificateRow(kind=RowKind.MUST, multiplier=int(-gain[o]), requests=(ids[o].id,))
        for o in must.tolist()
    ]
    return SelectionBound(
        held=(gain > 0).astype(np.float64),
        reduced=gain / SCALE,
        bound=total // SCALE,
        certificate=SelectionCertificate(goal=Goal.VALUE, scale=SCALE, rows=tuple(found)),
    )


def _prices(
    relaxation: Relaxation, families: list[Family], goal: Goal, seconds: float
) -> tuple[Floats, Floats] | None:
    rhs = np.concatenate([f.rhs for f in families]).astype(np.float64)
    upper = relaxation.upper()
    lower = np.zeros(relaxation.width)
    must = relaxation.requests.must & relaxation.requests.is_possible
    lower[: len(must)] = must
    outcome = solve(
        Program(
            cost=relaxation.cost(goal).astype(np.float64),
            matrix=matrix_of(families),
            row_lower=np.full(len(rhs), -INFINITY),
            row_upper=rhs,
            lower=lower,
            upper=upper.astype(np.float64),
        ),
        seconds=seconds,
    )
    if outcome.x is None or outcome.row_dual is None or not outcome.is_optimal:
        return None
    return outcome.x, np.maximum(0.0, -outcome.row_dual)


def _bound(
    relaxation: Relaxation,
    families: list[Family],
    goal: Goal,
    held: Floats,
    multipliers: Floats,
    *,
    odd: list[OddSet],
) -> SelectionBound:
    """Round the multipliers, prove the bound with them, and name the rows that carry it."""
    n_requests = relaxation.model.n_requests
    whole = np.rint(multipliers * SCALE).astype(np.int64)
    gain = -relaxation.cost(goal) * SCALE
    spent, at = 0, 0
    for family in families:
        mine = whole[at : at + len(family.rhs)]
        gain = gain - family.weighted(mine)
        spent += int((family.rhs * mine).sum())
        at += len(family.rhs)
    must = np.flatnonzero(relaxation.requests.must & (gain[:n_requests] < 0))
    forced = gain[must]
    total = int((np.maximum(gain, 0) * relaxation.upper()).sum()) + spent + int(forced.sum())
    best = total // SCALE
    rows = _rows(relaxation, families, whole, odd)
    rows += [_must_row(relaxation, int(i), int(-g)) for i, g in zip(must, forced, strict=True)]
    return SelectionBound(
        held=held[:n_requests],
        reduced=gain[:n_requests] / SCALE,
        bound=best if goal is Goal.VALUE else max(0, -best),
        certificate=SelectionCertificate(goal=goal, scale=SCALE, rows=tuple(rows)),
    )


def _must_row(relaxation: Relaxation, request: int, multiplier: int) -> CertificateRow:
    id = relaxation.model.problem.requests[request].id
    return CertificateRow(kind=RowKind.MUST, multiplier=multiplier, requests=(id,))


def _rows(
    relaxation: Relaxation, families: list[Family], whole: Ints, odd: list[OddSet]
) -> list[CertificateRow]:
    rows, at = [], 0
    for family in families:
        mine = whole[at : at + len(family.rhs)]
        for i in np.flatnonzero(mine).tolist():
            if family.kind is RowKind.HALF:
                rows.append(_odd_row(relaxation.model, odd[i], int(mine[i])))
            else:
                rows.append(_row(relaxation, family, i, int(mine[i])))
        at += len(family.rhs)
    return rows


def _row(relaxation: Relaxation, family: Family, number: int, multiplier: int) -> CertificateRow:
    model, index = relaxation.model, int(family.index[number])
    problem = model.problem
    if family.kind in (RowKind.PARTICIPANT, RowKind.MAXIMUM, RowKind.MINIMUM, RowKind.TALKS):
        person = problem.participants[index]
        return CertificateRow(kind=family.kind, multiplier=multiplier, participants=(person.id,))
    if family.kind is RowKind.PAIR:
        members = np.flatnonzero(relaxation.requests.group == index)
        ids = tuple(ids_of(problem, members))
        return CertificateRow(kind=family.kind, multiplier=multiplier, requests=ids)
    if family.kind is RowKind.ORGANISATION:
        organisation = problem.participants[index].organisation
        return CertificateRow(kind=family.kind, multiplier=multiplier, organisation=organisation)
    if family.kind is RowKind.GOAL:
        return CertificateRow(kind=family.kind, multiplier=multiplier, goal=list(Goal)[index])
    return _capacity_row(model, index, multiplier)


def _odd_row(model: Model, odd: OddSet, multiplier: int) -> CertificateRow:
    problem = model.problem
    return CertificateRow(
        kind=RowKind.HALF,
        multiplier=multiplier,
        participants=tuple(problem.participants[p].id for p in odd.people),
        requests=tuple(problem.requests[r].id for r in odd.requests),
    )


def _capacity_row(model: Model, index: int, multiplier: int) -> CertificateRow:
    problem, members = model.problem, model.row_sets[index]
    if index >= model.n_place_rows:
        helpers = tuple(problem.interpreters[i].id for i in members)
        return CertificateRow(kind=RowKind.INTERPRETERS, multiplier=multiplier, interpreters=helpers)
    places = None if index == 0 else tuple(problem.places[i].id for i in members)
    return CertificateRow(kind=RowKind.PLACES, multiplier=multiplier, places=places)
