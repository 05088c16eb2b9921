"""A full slot that somebody leaves: one option more is held, and every rule is kept."""

from __future__ import annotations

from itertools import pairwise

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


def with_a_path_of_slots() -> Problem:
    """One table. Each pair but the last could go one slot further; who comes, can come to the first only."""
    hours = ("10:00", "10:20", "10:40", "11:00")
    times = (*pairwise(hours), hours[:1])
    return Problem(
        slots=tuple(Slot(id=at) for at in hours),
        places=(Place(id="table"),),
        participants=tuple(
            Participant(id=f"{n} {side}", free=frozenset(free))
            for n, free in enumerate(times)
            for side in ("left", "right")
        ),
        requests=tuple(
            Request(id=str(n), participants=(f"{n} left", f"{n} right")) for n in range(len(times))
        ),
    )


def test_each_goes_one_slot_further_where_one_table_is_free_at_the_end() -> None:
    board = PartialTimetable(build_model(with_a_path_of_slots()))
    for o in range(3):
        board.put(o, o)
    assert board.insert_by_place_path(3, most=2) is None
    assert board.slot.tolist() == [0, 1, 2, -1]
    assert board.insert_by_place_path(3, most=3) == [2, 1, 0, 3]
    assert board.slot.tolist() == [1, 2, 3, 0]
    assert faults(board) == []


def test_a_path_needs_a_free_table_at_its_end() -> None:
    board = PartialTimetable(build_model(with_one_table()))
    board.model.start_ok[0, 1] = False
    board.put(0, 0)
    assert board.insert_by_place_path(1, most=1) is None
    assert board.slot.tolist() == [0, -1]


@BRIEF
@given(problem=problems(), seed=st.integers(0, 99), most=st.integers(0, 3))
def test_every_rule_is_kept_by_paths(problem: Problem, seed: int, most: int) -> None:
    board = PartialTimetable(build_model(problem))
    for o in np.random.default_rng(seed).permutation(board.model.n_options).tolist():
        before = board.slot.copy()
        moved = None if before[o] >= 0 else board.insert_by_place_path(o, most=most)
        changed = np.flatnonzero(board.slot != before).tolist()
        assert faults(board) == []
        assert sorted(moved or ()) == changed
        assert moved is None or len(moved) <= most + 1
        assert moved is None or board.slot[o] >= 0
