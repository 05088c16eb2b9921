"""A no is remembered as long as it holds: until something is given up that it rests on."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.strategies import problems

from treffen.admission import AdmissionController, Admitted, Budget, Chance, Refused
from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.timetable import Timetable

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
QUICK = Budget(ways=0)


def one_hour() -> Problem:
    """Ada has one slot, two want to meet her; Dan and Eve meet whenever they like."""
    people = ("ada", "bo", "cy", "dan", "eve")
    return Problem(
        slots=(Slot(id="10:00"),),
        places=(Place(id="1"), Place(id="2")),
        participants=tuple(Participant(id=p) for p in people),
        requests=(
            Request(id="bo", participants=("ada", "bo")),
            Request(id="cy", participants=("ada", "cy")),
            Request(id="dan", participants=("dan", "eve")),
        ),
    )


def desk_that_refused_cy() -> tuple[AdmissionController, Refused]:
    desk = AdmissionController(one_hour(), Timetable())
    for request in ("bo", "dan"):
        assert isinstance(desk.admit(request), Admitted)
    no = desk.admit("cy")
    assert isinstance(no, Refused)
    return desk, no


def test_asked_again_the_same_no_is_given_with_todays_ways_out() -> None:
    desk, no = desk_that_refused_cy()
    assert desk.admit("cy", budget=QUICK) == replace(no, ways_out=())
    assert desk.admit("cy") == no


def test_what_it_does_not_rest_on_may_be_given_up() -> None:
    desk, no = desk_that_refused_cy()
    desk.withdraw("dan")
    assert desk.admit("cy") == no


def test_what_it_rests_on_is_given_up_and_the_answer_is_yes() -> None:
    for give_up in (AdmissionController.withdraw, lambda d, r: d.follow(gone=[r])):
        desk, _ = desk_that_refused_cy()
        give_up(desk, "bo")
        assert desk.possible(["cy"])[0].chance is Chance.POSSIBLE
        assert isinstance(desk.admit("cy"), Admitted)


def test_a_request_in_another_form_is_asked_anew() -> None:
    desk, _ = desk_that_refused_cy()
    assert isinstance(desk.amend(Request(id="cy", participants=("bo", "cy"))), Refused)
    assert isinstance(desk.admit("cy"), Refused)
    desk.withdraw("bo")
    assert isinstance(desk.amend(Request(id="cy", participants=("bo", "cy"))), Admitted)


@SLOW
@given(problem=problems(), data=st.data())
def test_no_remembered_no_is_wrong(problem: Problem, data: st.DataObject) -> None:
    problem = replace(problem, requests=tuple(replace(r, must=False) for r in problem.requests), frozen=())
    desk, ids = AdmissionController(problem, Timetable()), [r.id for r in problem.requests]
    for _ in range(2 * len(ids)):
        held = list(desk.witness.by_request())
        if held and data.draw(st.integers(0, 3)) == 0:
            desk.withdraw(data.draw(st.sampled_from(held)))
        asked = data.draw(st.sampled_from(ids))
        answer = desk.admit(asked, budget=QUICK)
        if isinstance(answer, Refused):
            anew = AdmissionController(problem, desk.witness).admit(asked, budget=QUICK)
            assert not isinstance(anew, Admitted)
    told = desk.possible(ids)
    anew = AdmissionController(problem, desk.witness)
    for one in told:
        if one.chance is Chance.IMPOSSIBLE:
            assert not isinstance(anew.admit(one.request, budget=QUICK), Admitted)
            assert one.request not in desk.witness.by_request()
