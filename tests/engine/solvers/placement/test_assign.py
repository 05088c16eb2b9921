"""Places and interpreters: always valid, complete where that is possible, never below the bound."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.solvers.placement.timed import choices, measure, timed_events

from treffen.problem import (
    Goal,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Problem,
    Request,
    Slot,
    Walk,
)
from treffen.solvers.base import Assignment, Stop, build_model
from treffen.solvers.placement import Placement, assign_places
from treffen.timetable import GoalStatus, ProofKind

ALL = (Goal.CHANGES, Goal.WALKING, Goal.PLACES)


def _place(problem: Problem, slots: list[int], goals: tuple[Goal, ...] = ALL, seed: int = 0) -> Placement:
    assignment = Assignment(np.array(slots, np.int32))
    return assign_places(build_model(problem), assignment, goals=goals, stop=Stop(), seed=seed)


def _people(count: int) -> tuple[Participant, ...]:
    return tuple(Participant(id=str(i)) for i in range(count))


@settings(deadline=None, max_examples=150)
@given(timed_events(), st.permutations(ALL), st.integers(0, 3))
def test_every_placement_is_valid_and_no_bound_is_above_the_best(
    event: tuple[Problem, list[int]], goals: list[Goal], seed: int
) -> None:
    problem, slots = event
    model = build_model(problem)
    every = choices(model, slots)
    placement = _place(problem, slots, tuple(goals), seed)
    found = {o: x for o, x in enumerate(placement.place.tolist()) if x >= 0}
    if not every:
        assert placement.unplaced
        return
    assert placement.unplaced == ()
    assert found in every
    values = measure(model, slots, found)
    assert [(r.goal, r.value) for r in placement.results] == [(g, values[g]) for g in goals]
    measured = [measure(model, slots, c) for c in every]
    for result in placement.results:
        assert result.bound <= min(m[result.goal] for m in measured)
    assert placement.results[0].value == min(m[goals[0]] for m in measured)


@settings(deadline=None, max_examples=80)
@given(timed_events())
def test_as_many_meetings_are_placed_as_can_be(event: tuple[Problem, list[int]]) -> None:
    problem, slots = event
    model = build_model(problem)
    placement = _place(problem, slots)
    placed = np.count_nonzero(placement.place >= 0)
    options = range(len(slots))
    subsets = product([False, True], repeat=len(slots))
    kept = [[t if keep else -1 for t, keep in zip(slots, s, strict=True)] for s in subsets]
    most = max(sum(t >= 0 for t in k) for k in kept if choices(model, k))
    assert (placed, len(placement.unplaced)) == (most, len(options) - most)


def test_a_chain_of_meetings_of_one_person_stays_at_one_place() -> None:
    problem = Problem(
        slots=tuple(Slot(id=str(t)) for t in range(4)),
        places=(Place(id="a"), Place(id="b")),
        participants=_people(5),
        requests=tuple(Request(id=str(i), participants=("0", str(i))) for i in range(1, 5)),
    )
    placement = _place(problem, [2, 0, 3, 1])
    assert len(set(placement.place.tolist())) == 1
    assert placement.results[0].status is GoalStatus.OPTIMAL
    assert placement.results[0].proof is ProofKind.TRIVIAL


def test_gaps_and_blocks_are_told_apart() -> None:
    """A link leaps over an idle slot, never over the end of a block."""
    requests = (Request(id="1", participants=("0", "1")), Request(id="2", participants=("0", "2")))
    problem = Problem(
        slots=(Slot(id="s", block="am"), Slot(id="t", block="am"), Slot(id="u", block="pm")),
        places=(
            Place(id="a", open=frozenset("s")),
            Place(id="b", open=frozenset("t")),
            Place(id="c", open=frozenset("u")),
        ),
        participants=_people(3),
        requests=requests,
    )
    assert [r.value for r in _place(problem, [0, 1]).results] == [1, 0, 2]
    assert [r.value for r in _place(problem, [0, 2]).results] == [0, 0, 2]
    assert [r.bound for r in _place(problem, [0, 1]).results] == [1, 0, 1]


def test_a_tie_is_broken_in_favour_of_homes() -> None:
    problem = Problem(
        slots=(Slot(id="s"),),
        places=(Place(id="a"), Place(id="b"), Place(id="c")),
        participants=(Participant(id="0"), Participant(id="1", home="c"), *_people(4)[2:]),
        requests=(Request(id="1", participants=("2", "3")), Request(id="2", participants=("0", "1"))),
    )
    assert _place(problem, [0, 0]).place.tolist()[1] == 2


def test_nobody_moves_for_the_sake_of_a_home_where_no_goal_of_places_is_asked_for() -> None:
    problem = Problem(
        slots=(Slot(id="s"), Slot(id="t")),
        places=(Place(id="a"), Place(id="b"), Place(id="c")),
        participants=(*_people(1), Participant(id="1", home="b"), Participant(id="2", home="c")),
        requests=(Request(id="1", participants=("0", "1")), Request(id="2", participants=("0", "2"))),
    )
    assert _place(problem, [0, 1], goals=()).place.tolist() == [1, 1]


def test_the_short_walk_is_taken_where_a_change_is_needed() -> None:
    problem = Problem(
        slots=(Slot(id="s"), Slot(id="t")),
        places=(
            Place(id="far", zone="north", open=frozenset("t")),
            Place(id="here", zone="south", open=frozenset("s")),
            Place(id="near", zone="south", open=frozenset("t")),
        ),
        participants=_people(3),
        requests=(Request(id="1", participants=("0", "1")), Request(id="2", participants=("0", "2"))),
        walks=(Walk(here="north", there="south", minutes=9),),
    )
    assert _place(problem, [0, 1]).place.tolist() == [1, 2]


def test_long_meetings_are_rearranged_until_they_fit() -> None:
    """The long meeting must not take the one place that the two fixed ones leave to it last."""
    problem = Problem(
        slots=tuple(Slot(id=str(t)) for t in range(3)),
        places=(Place(id="a"), Place(id="b"), Place(id="c", features=frozenset(["big"]))),
        participants=_people(8),
        requests=(
            Request(id="1", participants=("0", "1"), length=3),
            Request(id="2", participants=("2", "3"), length=2, needs=frozenset(["big"])),
            Request(id="3", participants=("4", "5"), place="a"),
            Request(id="4", participants=("6", "7"), place="c"),
        ),
    )
    assert _place(problem, [0, 1, 2, 0]).place.tolist() == [1, 2, 0, 2]


def test_interpreters_serve_one_meeting_at_a_time_and_frozen_ones_stay() -> None:
    tongues = ("de", "fr", "de", "fr")
    problem = Problem(
        slots=(Slot(id="s"), Slot(id="t")),
        places=(Place(id="a"), Place(id="b")),
        participants=tuple(Participant(id=str(i), languages=frozenset([x])) for i, x in enumerate(tongues)),
        interpreters=(
            Interpreter(id="x", languages=frozenset(["de", "fr"])),
            Interpreter(id="y", languages=frozenset(["de", "fr"]), free=frozenset("s")),
        ),
        requests=(
            Request(id="1", participants=("0", "1")),
            Request(id="2", participants=("2", "3")),
            Request(id="3", participants=("0", "2")),
        ),
    )
    free = _place(problem, [0, 0, 1]).interpreter.tolist()
    assert (sorted(free[:2]), free[2]) == ([0, 1], -1)
    frozen = replace(problem, frozen=(Meeting(request="2", slot="s", place="a", interpreter="x"),))
    assert _place(frozen, [0, 0, 1]).interpreter.tolist() == [1, 0, -1]
    assert _place(problem, [1, 1, -1]).unserved != ()


def test_frozen_meetings_keep_their_place() -> None:
    problem = Problem(
        slots=(Slot(id="s"), Slot(id="t")),
        places=(Place(id="a"), Place(id="b")),
        participants=_people(3),
        requests=(Request(id="1", participants=("0", "1")), Request(id="2", participants=("0", "2"))),
        frozen=(Meeting(request="1", slot="s", place="b"),),
    )
    assert _place(problem, [0, 1]).place.tolist() == [1, 1]


@pytest.mark.parametrize("goals", [(), (Goal.PLACES,), (Goal.BREAKS, Goal.CHANGES)])
def test_only_goals_of_place_are_reported(goals: tuple[Goal, ...]) -> None:
    problem = Problem(
        slots=(Slot(id="s"),),
        places=(Place(id="a"),),
        participants=_people(2),
        requests=(Request(id="1", participants=("0", "1")),),
    )
    placement = _place(problem, [0], goals)
    assert [r.goal for r in placement.results] == [g for g in goals if g in ALL]


def test_nothing_held_needs_no_place() -> None:
    problem = Problem(slots=(Slot(id="s"),), places=(), participants=_people(2), requests=())
    placement = _place(problem, [])
    assert [r.value for r in placement.results] == [0, 0, 0]


def test_a_seed_gives_the_same_places_again() -> None:
    rng = np.random.default_rng(5)
    pairs = {tuple(sorted(rng.choice(20, 2, replace=False).tolist())) for _ in range(80)}
    problem = Problem(
        slots=tuple(Slot(id=str(t)) for t in range(8)),
        places=tuple(Place(id=str(x)) for x in range(10)),
        participants=_people(20),
        requests=tuple(Request(id=f"{a}-{b}", participants=(str(a), str(b))) for a, b in sorted(pairs)),
    )
    busy: set[tuple[int, int]] = set()
    slots = []
    for a, b in sorted(pairs):
        free = [t for t in rng.permutation(8).tolist() if (a, t) not in busy and (b, t) not in busy]
        busy |= {(p, t) for p in (a, b) for t in free[:1]}
        slots.append(free[0] if free else -1)
    once, again = (_place(problem, slots, seed=7) for _ in range(2))
    assert once.place.tolist() == again.place.tolist()
    assert once.results == again.results


def test_a_reached_stop_still_places_everything() -> None:
    stop = Stop(0.0)
    problem = Problem(
        slots=(Slot(id="s"), Slot(id="t")),
        places=(Place(id="a"), Place(id="b", features=frozenset(["big"]))),
        participants=_people(4),
        requests=(
            Request(id="1", participants=("0", "1")),
            Request(id="2", participants=("2", "3"), needs=frozenset(["big"])),
        ),
    )
    assignment = Assignment(np.array([0, 0], np.int32))
    placement = assign_places(build_model(problem), assignment, goals=ALL, stop=stop, seed=0)
    assert placement.unplaced == ()
