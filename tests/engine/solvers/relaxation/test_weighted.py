"""The cheapest re-timing, whatever each single way to hold a request costs, against every timetable."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.engine.oracle import TooManyTimetables, timetables
from tests.engine.strategies import problems

from treffen.generation import base
from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.solvers.base import Model, Stop, build_model
from treffen.solvers.base.build import delegations
from treffen.solvers.relaxation import highs
from treffen.solvers.relaxation.subset import everything, weighted
from treffen.solvers.relaxation.subset.weighted import (
    Ceiling,
    bound_by_prices,
    solve_by_prices,
    solve_weighted,
)
from treffen.timetable import Timetable

Floats = NDArray[np.float64]
TINY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def slots(problem: Problem, model: Model, timetable: Timetable) -> NDArray[np.int64]:
    """[O] where each option is held."""
    number = {s.id: t for t, s in enumerate(problem.slots)}
    held = timetable.by_request()
    found = np.full(model.n_options, -1, np.int64)
    for o, r in enumerate(model.option_request.tolist()):
        meeting = held.get(problem.requests[r].id)
        if meeting is not None and set(meeting.delegates) == set(delegations(problem, model, o)):
            found[o] = number[meeting.slot]
    return found


def every_choice(problem: Problem, model: Model) -> list[NDArray[np.int64]]:
    try:
        return [slots(problem, model, t) for t in timetables(problem, most=3_000)]
    except TooManyTimetables:
        assume(False)
        raise


def total(cost: Floats, chosen: NDArray[np.int64]) -> float:
    held = np.flatnonzero(chosen >= 0)
    return float(cost[held, chosen[held]].sum())


def costs(model: Model, data: st.DataObject, least: int) -> Floats:
    size = model.n_options * model.n_slots
    drawn = data.draw(st.lists(st.integers(least, 5), min_size=size, max_size=size))
    return np.array(drawn, np.float64).reshape(model.n_options, model.n_slots)


def has_exact_rows(problem: Problem, model: Model) -> bool:
    """Whether rows say all there is to say of places, interpreters and breaks."""
    return model.is_unit and model.has_exact_places and not problem.interpreters


@TINY
@given(problem=problems(never=frozenset({"breaks"})), data=st.data())
def test_nothing_is_cheaper_and_ceilings_are_kept(problem: Problem, data: st.DataObject) -> None:
    model = build_model(problem)
    cost, weight = costs(model, data, -5), costs(model, data, 0)
    limit = data.draw(st.integers(0, 6))
    every = every_choice(problem, model)
    kept = [c for c in every if total(weight, c) <= limit]
    ceilings = [Ceiling(cost=weight, limit=float(limit))]
    found = solve_weighted(model, everything(model), cost=cost, ceilings=ceilings)
    if found.is_infeasible:
        assert kept == []
        return
    assert found.is_optimal
    assert found.slots is not None
    assert found.bound <= min((total(cost, c) for c in kept), default=np.inf) + 1e-6
    assert total(weight, found.slots) <= limit
    if has_exact_rows(problem, model):
        assert total(cost, found.slots) == min(total(cost, c) for c in kept)


@TINY
@given(problem=problems(never=frozenset({"breaks"})), data=st.data())
def test_a_higher_price_never_buys_more_of_what_it_is_put_on(problem: Problem, data: st.DataObject) -> None:
    model = build_model(problem)
    cost, weight = costs(model, data, -5), costs(model, data, 0)
    bought = []
    for price in (0, 1, 3, 50):
        found = solve_weighted(model, everything(model), cost=cost + price * weight)
        assume(found.slots is not None)
        assert found.slots is not None
        bought.append(total(weight, found.slots))
    assert all(dear <= cheap for cheap, dear in pairwise(bought))


@TINY
@given(problem=problems(never=frozenset({"breaks"})), data=st.data())
def test_prices_prove_a_bound_and_with_far_reach_the_cheapest_is_found(
    problem: Problem, data: st.DataObject
) -> None:
    model = build_model(problem)
    cost = costs(model, data, -5)
    every = every_choice(problem, model)
    cheapest = min((total(cost, c) for c in every), default=np.inf)
    assert bound_by_prices(model, everything(model), cost=cost) <= cheapest + 1e-6
    found = solve_by_prices(model, everything(model), cost=cost, reaches=(0.5, 1e9))
    if found.slots is None:
        assert not has_exact_rows(problem, model) or every == []
        return
    assert found.bound <= total(cost, found.slots) + 1e-6
    if has_exact_rows(problem, model):
        assert total(cost, found.slots) == cheapest
    if found.is_optimal:
        assert total(cost, found.slots) <= cheapest


def priced_event(seed: int) -> tuple[Model, Floats]:
    """A small event, and what each way to hold a request costs: something, less its value."""
    model = build_model(base(14, seed))
    dice = np.random.default_rng(seed)
    cost = dice.integers(0, 12, (model.n_options, model.n_slots)).astype(np.float64)
    return model, cost - model.value[:, None]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_priced_out_is_missed_by_nobody(seed: int) -> None:
    model, cost = priced_event(seed)
    whole = solve_weighted(model, everything(model), cost=cost)
    assert whole.is_optimal
    assert whole.slots is not None
    least = total(cost, whole.slots)
    proved = solve_by_prices(model, everything(model), cost=cost, reaches=(1.0, np.inf))
    assert proved.is_optimal
    assert proved.slots is not None
    assert total(cost, proved.slots) == pytest.approx(least)
    assert proved.bound == pytest.approx(least)
    enough = 2.0
    near = solve_by_prices(model, everything(model), cost=cost, reaches=(1.0, np.inf), enough=enough)
    assert near.slots is not None
    assert near.bound - 1e-6 <= least <= total(cost, near.slots) <= near.bound + enough + 1e-6


def test_what_was_found_before_time_ran_out_is_kept() -> None:
    model, cost = priced_event(2)
    stop = Stop()

    def reaches() -> Iterator[float]:
        yield 1.0
        stop.request()
        yield np.inf

    found = solve_by_prices(model, everything(model), cost=cost, reaches=reaches(), stop=stop)
    first = solve_by_prices(model, everything(model), cost=cost, reaches=(1.0,))
    assert found.slots is not None
    assert first.slots is not None
    assert found.slots.tolist() == first.slots.tolist()
    assert solve_by_prices(model, everything(model), cost=cost, reaches=(1.0,), stop=stop).slots is None


def test_rows_of_odd_cycles_leave_little_to_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """In each of five groups of three, one pair can meet: by half the linear program holds all three."""
    pairs = [(f"{g}{a}", f"{g}{b}") for g in "vwxyz" for a, b in ("12", "23", "13")]
    problem = Problem(
        slots=(Slot(id="9:00"),),
        places=tuple(Place(id=f"table {i}") for i in range(10)),
        participants=tuple(Participant(id=p) for p in sorted({p for pair in pairs for p in pair})),
        requests=tuple(Request(id="".join(pair), participants=pair, value=10) for pair in pairs),
    )
    model = build_model(problem)
    searched: list[int] = []

    def counted(program: highs.Program, **how: object) -> highs.SolverResult:
        if program.is_integer is not None:
            searched.append(len(program.cost))
        return highs.solve(program, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(weighted, "solve", counted)
    cost = np.full((model.n_options, 1), -10.0)
    found = solve_by_prices(model, everything(model), cost=cost, reaches=(1.0, np.inf))
    assert found.is_optimal
    assert found.bound == pytest.approx(-50.0)
    assert searched == [15, 5]
