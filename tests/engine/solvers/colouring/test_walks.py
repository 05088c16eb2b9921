"""Walks: the slots for which fewest people are there are tried first."""

from __future__ import annotations

from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.solvers.base import build_model
from treffen.solvers.colouring import PartialTimetable


def test_a_meeting_takes_a_slot_for_which_few_are_there() -> None:
    late = Participant(id="cy", free=frozenset(["10:00", "10:40"]))
    problem = Problem(
        slots=tuple(Slot(id=at) for at in ("10:00", "10:20", "10:40")),
        places=(Place(id="table"),),
        participants=(Participant(id="ada"), Participant(id="bo"), late),
        requests=(
            Request(id="1", participants=("ada", "bo")),
            Request(id="2", participants=("ada", "cy")),
        ),
    )
    board = PartialTimetable(build_model(problem))
    assert board.insert_by_walk(0, most=0, steps=10)[0] == 0
    assert board.slot.tolist() == [1, -1]
    assert board.insert_by_walk(1, most=0, steps=10)[0] == 0
    assert board.slot.tolist() == [1, 0]
