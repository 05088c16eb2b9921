"""How long comfort is worked on: by how many discomforts there are, whatever their price."""

from __future__ import annotations

import pytest

from treffen.problem import Goal, Like, Participant, Place, Problem, Request, Slot, Talk
from treffen.scheduling import comfort
from treffen.scheduling.schedule import start
from treffen.solvers.base import Limits, Stop

pytestmark = pytest.mark.once
PROBLEM = Problem(
    slots=tuple(Slot(id=s) for s in "abc"),
    places=(Place(id="table"),),
    participants=(
        Participant(id="ada", likes=(Like(talk="keynote", price=1_000),)),
        Participant(id="bo"),
        Participant(id="cy"),
    ),
    requests=(Request(id="1", participants=("ada", "bo")), Request(id="2", participants=("ada", "cy"))),
    talks=(Talk(id="keynote", slots=frozenset("a")),),
)


@pytest.mark.parametrize(
    ("goals", "faults"),
    [((Goal.IDLE,), 1), ((Goal.TALKS,), 1), ((Goal.TALKS, Goal.IDLE), 2), ((Goal.TALKS, Goal.BREAKS), 2)],
)
def test_a_talk_missed_is_one_and_what_is_no_goal_none(goals: tuple[Goal, ...], faults: int) -> None:
    run = start(PROBLEM, limits=Limits(), goals=goals, on_progress=None, stop=Stop())
    run.board.put(0, 0)
    run.board.put(1, 2)
    parts = run.board.discomfort()
    assert parts.tolist() == [1_000, 1, 1, 0]
    assert comfort._faults(run, comfort.weights_of(run), parts) == faults
