"""A desk that learns of later requests stands as if it were built anew with them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.admission.test_following import QUICK, SLOW, free_of_musts, in_order, kind, pair
from tests.engine.strategies import problems

from treffen.admission import AdmissionController, Admitted
from treffen.errors import InvalidProblem
from treffen.problem import Problem, Request
from treffen.timetable import Timetable


@SLOW
@given(problem=problems(), data=st.data())
def test_learning_equals_building_anew(problem: Problem, data: st.DataObject) -> None:
    problem = free_of_musts(problem)
    early: dict[str, Request] = {}
    for request in problem.requests:
        if data.draw(st.booleans()) and all(one in early for one in request.after):
            early[request.id] = request
    late = tuple(r for r in problem.requests if r.id not in early)
    desk = AdmissionController(replace(problem, requests=tuple(early.values())), Timetable())
    for request in early:
        desk.admit(request, budget=QUICK)
    desk.learn(late)
    anew = AdmissionController(replace(problem, requests=(*early.values(), *late)), desk.witness)
    ids = [r.id for r in problem.requests]
    assert desk.possible(ids) == anew.possible(ids)
    for request in ids:
        assert kind(desk.admit(request, budget=QUICK)) == kind(anew.admit(request, budget=QUICK))
        assert in_order(desk.witness.meetings) == in_order(anew.witness.meetings)


def test_what_was_admitted_before_stays_and_the_new_is_held_beside_it() -> None:
    problem = pair()
    first, second = problem.requests
    desk = AdmissionController(replace(problem, requests=(first,)), Timetable())
    desk.admit(first.id)
    before = desk.witness
    desk.learn([second])
    assert desk.witness == before
    assert isinstance(desk.admit(second.id), Admitted)
    assert {m.request for m in desk.witness.meetings} == {first.id, second.id}


def test_a_faulty_request_is_refused_and_nothing_has_changed() -> None:
    problem = pair()
    desk = AdmissionController(problem, Timetable())
    for wrong in (Request(id="ab", participants=("b", "c")), Request(id="x", participants=("a", "nobody"))):
        with pytest.raises(InvalidProblem):
            desk.learn([wrong])
    assert desk.problem == problem
    assert isinstance(desk.admit("ab"), Admitted)
