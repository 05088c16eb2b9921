"""The board: whatever it does, the hard rules are kept and its books are right."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.engine.strategies import problems

from treffen.generation import base, tight
from treffen.problem import Goal, Participant, Place, Problem, Request, Slot
from treffen.solvers.base import Model, build_model
from treffen.solvers.colouring import PartialTimetable, beliefs
from treffen.solvers.relaxation.selection import bound_by_prices, bound_selection

BRIEF = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
IDLE = np.array([0, 0, 1, 0], np.int64)


def faults(board: PartialTimetable) -> list[str]:
    """Every rule the board breaks, recounted from its slots alone."""
    model, found = board.model, []
    busy = np.full((model.n_people, model.n_slots), -1)
    load = np.zeros_like(model.capacity)
    count = np.zeros(model.n_people, int)
    groups: set[int] = set()
    for o in np.flatnonzero(board.slot >= 0).tolist():
        t = int(board.slot[o])
        if not model.start_ok[o, t]:
            found.append(f"{o} may not start at {t}")
        if int(model.group[o]) in groups:
            found.append(f"{o} shares its group")
        groups.add(int(model.group[o]))
        count[model.attendees(o)] += 1
        for u in range(t, t + int(model.length[o])):
            if (busy[model.attendees(o), u] >= 0).any():
                found.append(f"{o} clashes at {u}")
            busy[model.attendees(o), u] = o
            load[model.rows[model.row_ptr[o] : model.row_ptr[o + 1]], u] += 1
    found += ["a row is overfull"] * bool((load > model.capacity).any())
    found += ["somebody has too many"] * bool((count > model.maximum).any())
    found += ["occupied is wrong"] * bool((busy != board.occupied()).any())
    found += ["room is wrong"] * bool((model.capacity - load != board.room()).any())
    found += _order_faults(model, board)
    return found


def _order_faults(model: Model, board: PartialTimetable) -> list[str]:
    held = board.slot >= 0
    return [
        f"{earlier} is not before {later}"
        for earlier, later in model.before.tolist()
        for a in np.flatnonzero((model.option_request == earlier) & held)
        for b in np.flatnonzero((model.option_request == later) & held)
        if board.slot[a] + model.length[a] > board.slot[b]
    ]


@BRIEF
@given(problem=problems(), seed=st.integers(0, 99))
def test_insertion_chains_and_annealing_keep_every_rule(problem: Problem, seed: int) -> None:
    model = build_model(problem)
    board = PartialTimetable(model)
    board.insert_all(np.random.default_rng(seed).permutation(model.n_options))
    assert faults(board) == []
    board.wander(50, seed)
    assert faults(board) == []
    board.anneal_comfort(IDLE, board.costs(IDLE), steps=200, heat=(1.0, 0.1), seed=seed, is_focused=False)
    assert faults(board) == []
    other = PartialTimetable(model)
    other.insert_all(np.random.default_rng(seed + 1).permutation(model.n_options))
    board.restore(other.slot)
    assert faults(board) == []


@pytest.mark.parametrize("problem", [base(60, 1), tight(60, 1)], ids=["base", "tight"])
def test_full_slots_are_kept_full_by_counter_chains(problem: Problem) -> None:
    model = build_model(problem)
    board = PartialTimetable(model)
    board.insert_all(np.argsort(-model.value))
    held, idle = int((board.slot >= 0).sum()), int(board.discomfort()[2])
    costs = board.costs(IDLE)
    for seed in range(10):
        left = board.anneal_comfort(
            IDLE, costs, steps=2_000, heat=(0.3, 0.2), seed=seed, is_focused=seed % 2 == 0
        )
        assert left == costs.sum()
        assert costs.tolist() == board.costs(IDLE).tolist()
    assert faults(board) == []
    assert int((board.slot >= 0).sum()) == held
    assert int(board.discomfort()[2]) < idle


def test_shuffling_lets_in_all_that_the_bound_allows() -> None:
    model = build_model(base(60, 2))
    guide = bound_selection(model, Goal.VALUE)
    assert guide is not None
    board = PartialTimetable(model)
    wanted = np.flatnonzero(guide.held > 0.5)
    for seed in range(300):
        board.wander(100, seed)
        board.insert_all(wanted)
    assert board.value == guide.bound


def test_prices_by_descent_come_close_to_those_of_the_linear_program() -> None:
    model = build_model(tight(100, 1))
    exact = bound_selection(model, Goal.VALUE)
    assert exact is not None
    found = bound_by_prices(model, *PartialTimetable(model).prices(500))
    assert exact.bound <= found.bound <= 1.001 * exact.bound


def test_beliefs_fill_the_slots_of_a_tight_event_better_than_insertion() -> None:
    model = build_model(tight(40, 1))
    board = PartialTimetable(model)
    _decide_all(board, seed=3)
    board.insert_all(np.argsort(-model.value, kind="stable"))
    assert faults(board) == []
    plain = PartialTimetable(model)
    plain.insert_all(np.argsort(-model.value, kind="stable"))
    assert board.value > plain.value


def test_beliefs_decide_the_same_with_the_same_seed_and_stop_when_they_are_told() -> None:
    model = build_model(tight(40, 2))
    boards = [PartialTimetable(model) for _ in range(3)]
    for board in boards[:2]:
        _decide_all(board, seed=1)
    assert (boards[0].slot == boards[1].slot).all()
    _decide_all(boards[2], seed=1, goes_on=lambda: not (boards[2].slot >= 0).any())
    assert 0 < (boards[2].slot >= 0).sum() <= 2


@BRIEF
@given(problem=problems(), seed=st.integers(0, 2**16))
def test_beliefs_keep_every_rule_of_any_event(problem: Problem, seed: int) -> None:
    board = PartialTimetable(build_model(problem))
    _decide_all(board, seed=seed)
    assert faults(board) == []


def test_beliefs_about_a_meeting_of_hundreds_stay_numbers() -> None:
    people = tuple(Participant(id=str(n)) for n in range(400))
    problem = Problem(
        slots=(Slot(id="10:00"),),
        places=(Place(id="hall"),),
        participants=people,
        requests=(Request(id="all", participants=tuple(p.id for p in people)),),
    )
    entries = np.zeros(1, np.int64), np.zeros(1, np.int64)
    for gain, hole in ((1_000.0, -1_000.0), (-1_000.0, 1_000.0)):
        holes = np.full(len(people), hole)
        net = beliefs.network(build_model(problem), entries, gain=np.full(1, gain), hole=holes, seed=0)
        total = net[4]
        for _ in range(3):
            assert np.isfinite(total).all()
            assert (total > 0).all()
            beliefs.settle_messages(net)


def test_beliefs_tell_what_they_decided_late() -> None:
    board = PartialTimetable(build_model(tight(40, 2)))
    late = _decide_all(board, seed=1, early=100)
    held = int((board.slot >= 0).sum())
    assert (board.slot[late] >= 0).all()
    assert 100 <= held - len(late) <= 101
    assert len(_decide_all(PartialTimetable(board.model), seed=1, early=0)) == held
    last = _decide_all(PartialTimetable(board.model), seed=1, early=0, most=10)
    assert 9 <= len(last) <= 10
    assert set(last.tolist()) <= set(late.tolist())


def _decide_all(
    board: PartialTimetable,
    *,
    seed: int,
    early: int = 0,
    most: int = 10**6,
    back: float = 0.5,
    goes_on: Callable[[], bool] = lambda: True,
) -> NDArray[np.int64]:
    model = board.model
    option, slot = np.nonzero(model.start_ok)
    return board.decide(
        (option.astype(np.int64), slot.astype(np.int64)),
        gain=model.value[option] / 10.0,
        hole=np.full(model.n_people, -20.0),
        seed=seed,
        each=2,
        back=back,
        early=early,
        most=most,
        goes_on=goes_on,
    )
