"""A full slot that somebody leaves: one option more is held, and every rule is kept."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.solvers.colouring.test_board import BRIEF, faults
from tests.engine.strategies import problems

from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.solvers.base import build_model
from treffen.solvers.colouring import PartialTimetable


def with_one_table() -> Problem:
    """Bo and Cy meet at 10:00, the only time that suits Ada and Dan; the one table is there at both times."""
    return Problem(
        slots=(Slot(id="10:00"), Slot(id="10:20")),
        places=(Place(id="table"),),
        participants=(
            Participant(id="ada"),
            Participant(id="bo"),
            Participant(id="cy"),
            Participant(id="dan", free=frozenset(["10:00"])),
        ),
        requests=(
            Request(id="1", participants=("bo", "cy")),
            Request(id="2", participants=("ada", "dan")),
        ),
    )


def test_who_can_sit_at_another_time_makes_room() -> None:
    board = PartialTimetable(build_model(with_one_table()))
    board.put(0, 0)
    assert not board.fits(1, 0)
    assert board.insert_by_vacating(1, most=0, steps=10) == [1, 0]
    assert board.slot.tolist() == [1, 0]


def test_nothing_is_changed_where_it_does_not_help() -> None:
    board = PartialTimetable(build_model(with_one_table()))
    board.put(0, 0)
    assert board.insert_by_vacating(1, most=0, steps=0) is None
    assert board.slot.tolist() == [0, -1]
    assert faults(board) == []


@BRIEF
@given(problem=problems(), seed=st.integers(0, 99), most=st.integers(0, 3), steps=st.integers(0, 200))
def test_every_rule_is_kept(problem: Problem, seed: int, most: int, steps: int) -> None:
    board = PartialTimetable(build_model(problem))
    for o in np.random.default_rng(seed).permutation(board.model.n_options).tolist():
        board.insert_all([o], by_chain=False)
        before = board.slot.copy()
        moved = None if before[o] >= 0 else board.insert_by_vacating(o, most=most, steps=steps)
        changed = np.flatnonzero(board.slot != before).tolist()
        assert faults(board) == []
        assert set(changed) <= set(moved or ())
        assert (board.slot[before >= 0] >= 0).all()
        assert moved is None or board.slot[o] >= 0
