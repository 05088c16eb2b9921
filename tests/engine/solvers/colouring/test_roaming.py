"""Random chains of moves: one option more is held, every rule is kept, and few others move."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.solvers.colouring.test_board import BRIEF, faults
from tests.engine.solvers.colouring.test_vacating import with_one_table
from tests.engine.strategies import problems

from treffen.generation import tight
from treffen.problem import Problem
from treffen.solvers.base import build_model
from treffen.solvers.colouring import PartialTimetable


@BRIEF
@given(problem=problems(), seed=st.integers(0, 99), most=st.integers(0, 3), steps=st.integers(0, 200))
def test_every_rule_is_kept(problem: Problem, seed: int, most: int, steps: int) -> None:
    board = PartialTimetable(build_model(problem))
    for o in np.random.default_rng(seed).permutation(board.model.n_options).tolist():
        before = board.slot.copy()
        options, slots = (np.empty(0, int),) * 2 if before[o] >= 0 else board.roam(o, most=most, steps=steps)
        assert board.slot.tolist() == before.tolist()
        after = before.copy()
        after[options] = slots
        board.restore(after)
        assert faults(board) == []
        assert (board.slot[before >= 0] >= 0).all()
        assert len(options) <= most + 1
        assert len(set(options.tolist())) == len(options)
        assert not len(options) or board.slot[o] >= 0


def filled(people: int) -> tuple[PartialTimetable, list[int]]:
    """A tight event with what can be held without a move, and what was left out."""
    board = PartialTimetable(build_model(tight(people, 1)))
    board.insert_all(range(board.model.n_options), by_chain=False)
    return board, np.flatnonzero(board.slot < 0).tolist()


def test_a_meeting_is_held_that_others_have_to_move_for() -> None:
    board, left = filled(20)
    moves = [len(board.roam(o, most=8, steps=2_000)[0]) - 1 for o in left]
    assert max(moves) > 0
    assert all(m <= 8 for m in moves)


def test_the_same_question_gets_the_same_slots() -> None:
    (one, left), (other, _) = filled(20), filled(20)
    for o in left[:20]:
        found, again = one.roam(o, most=20, steps=500), other.roam(o, most=20, steps=500)
        assert [a.tolist() for a in found] == [a.tolist() for a in again]


def test_without_steps_nothing_is_found() -> None:
    board = PartialTimetable(build_model(with_one_table()))
    options, slots = board.roam(0, most=10, steps=0)
    assert (options.tolist(), slots.tolist()) == ([], [])
