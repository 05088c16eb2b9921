"""Alternating paths: every rule is kept, nothing is lost, and holes wander to where time is cheap."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.plain import all_plain
from tests.engine.solvers.colouring.test_board import BRIEF, faults
from tests.engine.strategies import problems

from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.solvers.base import build_model
from treffen.solvers.base.kernels import all_compiled
from treffen.solvers.colouring import PartialTimetable


def _starts(board: PartialTimetable) -> np.ndarray:
    """All empty slots of everybody, and all meetings of two."""
    model = board.model
    holes = [(-1, t, p, -1) for p, t in np.argwhere(board.occupied() < 0).tolist()]
    two = np.flatnonzero((board.slot >= 0) & (np.diff(model.seat_ptr) == 2)).tolist()
    pairs = [(o, int(board.slot[o]), *model.attendees(o).tolist()) for o in two]
    return np.array(holes + pairs, np.int64).reshape(-1, 4)


@BRIEF
@given(problem=problems(), seed=st.integers(0, 99))
def test_every_rule_is_kept_and_every_path_gains(problem: Problem, seed: int) -> None:
    board, dice = PartialTimetable(build_model(problem)), np.random.default_rng(seed)
    model = board.model
    board.insert_all(dice.permutation(model.n_options))
    before, musts, value = board.slot.copy(), model.must & (board.slot >= 0), board.value
    prices = {
        "reduced": dice.normal(0, 9, model.n_options),
        "price": dice.integers(0, 30, model.n_people) / 1,
    }
    gained = board.mend(_starts(board), **prices)
    assert faults(board) == []
    assert gained >= 0
    assert board.value == value + gained
    assert (board.slot[musts] >= 0).all()
    assert gained or board.slot.tolist() == before.tolist()


def _chain() -> PartialTimetable:
    """Five people in a row, of whom the second meets the third, and the fourth the fifth."""
    people = tuple(Participant(id=p) for p in "abcde")
    values = {"ab": 5, "bc": 4, "cd": 5, "de": 3}
    wishes = (Request(id=pair, participants=tuple(pair), value=v) for pair, v in values.items())
    slots, places = (Slot(id="1"),), (Place(id="x"), Place(id="y"))
    board = PartialTimetable(
        build_model(Problem(slots=slots, places=places, participants=people, requests=tuple(wishes)))
    )
    board.put(1, 0)
    board.put(3, 0)
    return board


def test_a_hole_is_handed_on_to_whom_it_costs_nothing() -> None:
    board = _chain()
    price = np.array([5.0, 0, 5, 0, 0])
    assert board.mend(np.array([[-1, 0, 0, -1]]), reduced=np.zeros(4), price=price) == 3
    assert board.slot.tolist() == [0, -1, 0, -1]


def test_compiled_it_does_the_very_same() -> None:
    for ways in (all_plain, all_compiled):
        board = _chain()
        with ways():
            board.mend(_starts(board), reduced=np.array([0.0, -1, 0, -2]), price=np.ones(5))
        assert board.slot.tolist() == [0, -1, 0, -1]
