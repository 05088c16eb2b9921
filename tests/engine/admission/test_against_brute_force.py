"""The desk against brute force: tiny events with every rule, requests accepted one after another."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import TooManyTimetables, timetables
from tests.engine.strategies import problems

from treffen.admission import AdmissionController, Admitted, Budget, Chance, Refused
from treffen.admission.state import only
from treffen.problem import Problem, RequestId
from treffen.timetable import Timetable
from treffen.verification import find_violations

SLOW = settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))


def is_possible(problem: Problem, requests: set[RequestId]) -> bool:
    """Whether some timetable holds all of these requests and nothing else."""
    try:
        every = timetables(only(problem, requests, must=True), most=4_000)
        return next(every, None) is not None
    except TooManyTimetables:
        assume(False)
        raise


def without_musts(problem: Problem) -> Problem:
    requests = tuple(replace(r, must=False) for r in problem.requests)
    return replace(problem, requests=requests, frozen=())


@SLOW
@given(problem=problems(), data=st.data())
def test_every_yes_and_every_no_is_what_brute_force_finds(problem: Problem, data: st.DataObject) -> None:
    problem = without_musts(problem)
    desk = AdmissionController(problem, Timetable())
    accepted: set[RequestId] = set()
    for request in data.draw(st.permutations([r.id for r in problem.requests])):
        wanted = is_possible(problem, {*accepted, request})
        (chance,) = desk.possible([request])
        answer = desk.admit(request)
        assert isinstance(answer, Admitted if wanted else Refused), answer
        assert chance.chance is not (Chance.IMPOSSIBLE if wanted else Chance.POSSIBLE)
        if wanted:
            accepted.add(request)
        assert {m.request for m in desk.witness.meetings} == accepted
        assert list(find_violations(only(problem, accepted), desk.witness)) == []


@SLOW
@given(problem=problems(), data=st.data())
def test_the_requests_of_a_core_cannot_be_held_together(problem: Problem, data: st.DataObject) -> None:
    problem = without_musts(problem)
    desk = AdmissionController(problem, Timetable())
    for request in data.draw(st.permutations([r.id for r in problem.requests])):
        answer = desk.admit(request, budget=Budget(ways=0))
        if isinstance(answer, Refused):
            held = {m.request for m in desk.witness.meetings}
            assert request in answer.core.requests
            assert set(answer.core.requests) <= {*held, request}
            assert not is_possible(problem, set(answer.core.requests))


WHO_IS_SENT = frozenset({"organisations", "delegates"})


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), more=st.sampled_from([frozenset(), frozenset({"breaks"})]))
def test_where_organisations_choose_whom_they_send_all_is_decided(
    data: st.DataObject, more: frozenset[str]
) -> None:
    """What is counted with the delegates of now is no proof: others could be sent."""
    problem = without_musts(data.draw(problems(always=WHO_IS_SENT | more)))
    desk = AdmissionController(problem, Timetable())
    for request in data.draw(st.permutations([r.id for r in problem.requests])):
        held = {m.request for m in desk.witness.meetings}
        (chance,) = desk.possible([request])
        answer = desk.admit(request, budget=Budget(ways=0))
        wanted = is_possible(problem, {*held, request})
        assert isinstance(answer, Admitted if wanted else Refused), answer
        assert chance.chance is not (Chance.IMPOSSIBLE if wanted else Chance.POSSIBLE)
        if isinstance(answer, Refused):
            assert not is_possible(problem, set(answer.core.requests))
