"""The models given to other people's solvers say what the problem says."""

import pytest
from benchmarks.answer import Contestant, TooLarge
from benchmarks.peers import slot_model
from benchmarks.peers.breaks_formula import breaks_formula
from benchmarks.peers.maxsat import rc2, uwrmaxsat
from benchmarks.peers.slot_model import cp_sat, highs
from benchmarks.task import Task
from tests.engine.benchmarks.tiny import break_event, fewest_breaks, most_value, value_event

from treffen.generation import base
from treffen.problem import Goal, Participant, Place, Problem, Request, Slot
from treffen.verification import find_violations, measure

TASK = Task(suite="b2b", case="", contestant="", seconds=20.0)


def agrees(peer: Contestant, problem: Problem) -> None:
    answer = peer(problem, TASK)
    assert answer.status == "optimal"
    assert answer.timetable is not None
    assert list(find_violations(problem, answer.timetable)) == []
    assert measure(problem, answer.timetable, problem.goals[0]) == answer.bound


@pytest.mark.parametrize("seed", range(10))
def test_the_published_formula_has_the_fewest_breaks_as_its_optimum(seed: int) -> None:
    problem = break_event(seed)
    agrees(rc2, problem)
    assert rc2(problem, TASK).bound == fewest_breaks(problem)


@pytest.mark.parametrize("seed", range(4))
def test_uwrmaxsat_finds_the_fewest_breaks(seed: int) -> None:
    pytest.importorskip("hermax", reason="the optional package hermax is not installed: peer not tested")
    problem = break_event(seed)
    agrees(uwrmaxsat, problem)
    assert uwrmaxsat(problem, TASK).bound == fewest_breaks(problem)


def impossible(after: tuple[str, ...] = (), slots: int = 2) -> Problem:
    return Problem(
        slots=tuple(Slot(id=str(t)) for t in range(slots)),
        places=(Place(id="t"), Place(id="u")),
        participants=tuple(Participant(id=p) for p in "abcd"),
        requests=(
            Request(id="1", participants=("a", "b"), must=True, slot=str(slots - 1)),
            Request(id="2", participants=("a", "c"), must=True),
            Request(id="3", participants=("a", "d"), must=True, after=after),
        ),
        pair_once=False,
        goals=(Goal.BREAKS,),
    )


def test_three_meetings_in_two_slots_are_impossible() -> None:
    assert rc2(impossible(), TASK).status == "infeasible"


def test_a_meeting_after_the_last_slot_is_impossible() -> None:
    assert rc2(impossible(slots=3), TASK).status == "optimal"
    assert rc2(impossible(slots=3, after=("1",)), TASK).status == "infeasible"


def test_the_published_formula_refuses_events_it_was_not_made_for() -> None:
    with pytest.raises(ValueError, match="one block"):
        breaks_formula(base(12, 0))


@pytest.mark.parametrize("seed", range(4))
def test_highs_holds_the_largest_value(seed: int) -> None:
    problem = value_event(seed)
    agrees(highs, problem)
    assert highs(problem, TASK).bound == most_value(problem)


@pytest.mark.parametrize("seed", range(4))
def test_cp_sat_holds_the_largest_value(seed: int) -> None:
    pytest.importorskip("ortools", reason="the optional package ortools is not installed: peer not tested")
    problem = value_event(seed)
    agrees(cp_sat, problem)
    assert cp_sat(problem, TASK).bound == most_value(problem)


def test_the_slot_model_says_when_it_is_asked_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slot_model, "MOST_COLUMNS", 10)
    with pytest.raises(TooLarge, match="more than 10"):
        highs(base(20, 0), TASK)
