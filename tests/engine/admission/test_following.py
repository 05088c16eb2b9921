"""A desk that follows another one stands as if it were built anew with the other's witness."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.strategies import problems

from treffen.admission import AdmissionController, Admitted, Answer, Budget, Refused, RefusedWitness
from treffen.generation import base
from treffen.problem import Meeting, Participant, Place, Problem, Request, RequestId, Slot
from treffen.timetable import Timetable

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
QUICK = Budget(ways=0, far_steps=100_000)  # a wide search that finds nothing is not what is asked about


def free_of_musts(problem: Problem) -> Problem:
    return replace(problem, requests=tuple(replace(r, must=False) for r in problem.requests), frozen=())


def in_order(meetings: tuple[Meeting, ...]) -> list[Meeting]:
    return sorted(meetings, key=str)


def kind(answer: Answer) -> tuple[str, object]:
    """What an answer says; which slot a yes takes may differ with the order of what is held."""
    return type(answer).__name__, answer.reason if isinstance(answer, Refused) else None


def changes(before: Timetable, after: Timetable) -> tuple[list[Meeting], list[RequestId]]:
    old, new = before.by_request(), after.by_request()
    return [m for r, m in new.items() if old.get(r) != m], [r for r in old if r not in new]


@SLOW
@given(problem=problems(), data=st.data())
def test_following_equals_building_anew(problem: Problem, data: st.DataObject) -> None:
    problem = free_of_musts(problem)
    order = list(data.draw(st.permutations([r.id for r in problem.requests])))
    first, second = AdmissionController(problem, Timetable()), AdmissionController(problem, Timetable())
    for request in order:
        before = first.witness
        if data.draw(st.booleans()) and before.meetings:
            first.withdraw(data.draw(st.sampled_from(before.meetings)).request)
        first.admit(request, budget=QUICK)
        if data.draw(st.booleans()):
            meetings, gone = changes(second.witness, first.witness)
            second.follow(meetings, gone=gone)
            assert in_order(second.witness.meetings) == in_order(first.witness.meetings)
    meetings, gone = changes(second.witness, first.witness)
    second.follow(meetings, gone=gone)
    anew = AdmissionController(problem, second.witness)
    ids = [r.id for r in problem.requests]
    assert [(p.request, p.chance, p.reason) for p in second.possible(ids)] == [
        (p.request, p.chance, p.reason) for p in anew.possible(ids)
    ]
    for request in ids:
        follows, built = second.admit(request, budget=QUICK), anew.admit(request, budget=QUICK)
        assert kind(follows) == kind(built)
        meetings, gone = changes(anew.witness, second.witness)
        anew.follow(meetings, gone=gone)


@SLOW
@given(seed=st.integers(0, 50), data=st.data())
def test_two_desks_that_take_turns_agree(seed: int, data: st.DataObject) -> None:
    problem = base(16, seed)
    desks = [AdmissionController(problem, Timetable()), AdmissionController(problem, Timetable())]
    for request in [r.id for r in problem.requests]:
        speaks = data.draw(st.integers(0, 1))
        before = desks[speaks].witness
        desks[speaks].admit(request, budget=QUICK)
        meetings, gone = changes(before, desks[speaks].witness)
        desks[1 - speaks].follow(meetings, gone=gone)
        assert in_order(desks[0].witness.meetings) == in_order(desks[1].witness.meetings)


def pair() -> Problem:
    return Problem(
        slots=(Slot(id="1"), Slot(id="2")),
        places=(Place(id="t1"), Place(id="t2")),
        participants=tuple(Participant(id=i) for i in "abc"),
        requests=(Request(id="ab", participants=("a", "b")), Request(id="ac", participants=("a", "c"))),
    )


def test_two_who_change_places_are_followed_at_once() -> None:
    held = (Meeting(request="ab", slot="1", place="t1"), Meeting(request="ac", slot="2", place="t1"))
    swapped = (Meeting(request="ab", slot="2", place="t1"), Meeting(request="ac", slot="1", place="t1"))
    desk = AdmissionController(pair(), Timetable(held))
    desk.follow(swapped)
    assert in_order(desk.witness.meetings) == in_order(swapped)
    desk.follow(gone=["ab"])
    assert desk.witness.meetings == (swapped[1],)
    assert isinstance(desk.admit("ab"), Admitted)


@pytest.mark.parametrize(
    "meeting",
    [
        Meeting(request="ac", slot="1", place="t2"),  # a is in ab at that time
        Meeting(request="bc", slot="2", place="t1"),
        Meeting(request="ac", slot="3", place="t1"),
        Meeting(request="ac", slot="2", place="t3"),
    ],
    ids=["two at a time", "unknown request", "unknown slot", "unknown place"],
)
def test_what_cannot_be_is_refused(meeting: Meeting) -> None:
    desk = AdmissionController(pair(), Timetable((Meeting(request="ab", slot="1", place="t1"),)))
    with pytest.raises(RefusedWitness):
        desk.follow([meeting])
