"""Infeasible cores: agreed with brute force, and known ones confirmed at once."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import TooManyTimetables, timetables
from tests.engine.strategies import problems, some_of

from treffen.problem import Meeting, Participant, Place, Problem, Request, Slot
from treffen.timetable import Core, CoreKind
from treffen.verification import CoreVerdict
from treffen.verification.bounds import BoundIndex
from treffen.verification.core import check_core
from treffen.verification.index import ProblemIndex

TINY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def verdict(problem: Problem, *requests: str, steps: int = 300_000) -> CoreVerdict:
    core = Core(kind=CoreKind.TOGETHER, requests=requests or tuple(r.id for r in problem.requests))
    return check_core(BoundIndex(ProblemIndex(problem)), core, steps=steps)


def is_feasible(problem: Problem) -> bool:
    try:
        return next(timetables(problem), None) is not None
    except TooManyTimetables:
        assume(False)
        raise


@TINY
@given(problems(all_must=True))
def test_a_core_of_all_requests_is_confirmed_exactly_where_brute_force_finds_nothing(
    problem: Problem,
) -> None:
    feasible = is_feasible(problem)
    event(f"feasible: {feasible}")
    assert verdict(problem) is (CoreVerdict.REFUTED if feasible else CoreVerdict.CONFIRMED)


@TINY
@given(st.data())
def test_a_confirmed_core_leaves_no_timetable(data: st.DataObject) -> None:
    problem = data.draw(problems(always=frozenset({"musts"})))
    musts = [r.id for r in problem.requests if r.must]
    assume(musts)
    some = tuple(sorted(data.draw(some_of(musts, least=1))))
    if verdict(problem, *some) is CoreVerdict.CONFIRMED:
        assert not is_feasible(problem)


def event_of(pairs: list[tuple[int, int]], *, slots: int, places: int = 9, **common: object) -> Problem:
    people = sorted({p for pair in pairs for p in pair})
    return Problem(
        slots=tuple(Slot(id=f"s{i}") for i in range(slots)),
        places=tuple(Place(id=f"t{i}") for i in range(places)),
        participants=tuple(Participant(id=f"p{i}") for i in people),
        requests=tuple(
            Request(id=f"r{n}", participants=(f"p{a}", f"p{b}"), must=True) for n, (a, b) in enumerate(pairs)
        ),
        **common,
    )


def test_more_meetings_than_slots_of_a_person_are_confirmed_without_a_search() -> None:
    problem = event_of([(0, i) for i in range(1, 16)], slots=14)
    assert verdict(problem, steps=2_000) is CoreVerdict.CONFIRMED


def test_more_meetings_than_places_are_confirmed_without_a_search() -> None:
    problem = event_of([(2 * i, 2 * i + 1) for i in range(13)], slots=4, places=3)
    assert verdict(problem, steps=2_000) is CoreVerdict.CONFIRMED


def test_all_pairs_of_an_odd_crowd_need_one_slot_more_than_each_has_meetings() -> None:
    five = list(combinations(range(5), 2))
    assert verdict(event_of(five, slots=4)) is CoreVerdict.CONFIRMED
    assert verdict(event_of(five, slots=5)) is CoreVerdict.REFUTED


def test_a_search_beyond_its_budget_is_too_large() -> None:
    problem = event_of(list(combinations(range(9), 2)), slots=8)
    assert verdict(problem, steps=3_000) is CoreVerdict.TOO_LARGE


def test_a_chain_of_precedences_longer_than_the_day_is_confirmed() -> None:
    problem = event_of([(0, 1), (2, 3), (4, 5)], slots=2)
    chain = [
        Request(id=r.id, participants=r.participants, must=True, after=(f"r{n - 1}",) if n else ())
        for n, r in enumerate(problem.requests)
    ]
    problem = Problem(
        slots=problem.slots,
        places=problem.places,
        participants=problem.participants,
        requests=tuple(chain),
    )
    assert verdict(problem, steps=100) is CoreVerdict.CONFIRMED
    assert verdict(problem, "r0", "r1") is CoreVerdict.REFUTED


def test_a_fixed_pair_of_meetings_can_force_a_break() -> None:
    frozen = (Meeting(request="r0", slot="s0", place="t0"), Meeting(request="r1", slot="s2", place="t0"))
    problem = event_of([(0, 1), (0, 2)], slots=3, frozen=frozen, most_breaks=0)
    assert verdict(problem) is CoreVerdict.CONFIRMED
    looser = event_of([(0, 1), (0, 2)], slots=3, frozen=frozen, most_breaks=1)
    assert verdict(looser) is CoreVerdict.REFUTED


def test_a_hole_counts_unless_a_request_outside_the_core_may_fill_it() -> None:
    frozen = (Meeting(request="r0", slot="s0", place="t0"), Meeting(request="r1", slot="s2", place="t0"))
    problem = event_of([(0, 1), (0, 2), (0, 3)], slots=3, frozen=frozen, most_breaks=0)
    assert verdict(problem, "r0", "r1") is CoreVerdict.TOO_LARGE
    late = replace(problem.requests[2], slot="s2")
    problem = replace(problem, requests=(*problem.requests[:2], late))
    assert verdict(problem, "r0", "r1") is CoreVerdict.CONFIRMED


@pytest.mark.parametrize("requests", [("ghost",), ("r0", "ghost")])
def test_a_core_with_unknown_requests_is_refuted(requests: tuple[str, ...]) -> None:
    assert verdict(event_of([(0, 1)], slots=1), *requests) is CoreVerdict.REFUTED


def test_a_core_of_requests_that_may_be_left_out_is_refuted() -> None:
    problem = event_of([(0, 1), (0, 2)], slots=1)
    assert verdict(problem) is CoreVerdict.CONFIRMED
    optional = Problem(
        slots=problem.slots,
        places=problem.places,
        participants=problem.participants,
        requests=tuple(Request(id=r.id, participants=r.participants) for r in problem.requests),
    )
    assert verdict(optional) is CoreVerdict.REFUTED
