"""Seats are taken and given back, and everything that was promised stays held."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import TooManyTimetables, timetables
from tests.engine.strategies import problems

from treffen.admission import AdmissionController, Admitted, Budget, Refused, broken_rules
from treffen.admission.state import only
from treffen.errors import InvalidProblem
from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.timetable import Timetable
from treffen.topic_tables import GivenUp, Left, SeatWish, TableFull, TopicTable, hold, join, leave

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
QUICK = Budget(ways=0, far_steps=100_000)  # a wide search that finds nothing is not what is asked about
PEOPLE = ("host", "a", "b", "c", "d")


def event(*requests: Request, slots: int = 2, tables: int = 2) -> Problem:
    return Problem(
        slots=tuple(Slot(id=f"s{n}") for n in range(slots)),
        places=tuple(Place(id=f"t{n}") for n in range(tables)),
        participants=tuple(Participant(id=id) for id in PEOPLE),
        requests=requests,
    )


def table(*guests: str, seats: int = 4, fewest: int = 3) -> TopicTable:
    wishes = tuple(SeatWish(participant=guest, value=2) for guest in guests)
    return TopicTable(id="table", host="host", seats=seats, fewest=fewest, wishes=wishes)


def held(*guests: str, problem: Problem, offered: TopicTable) -> AdmissionController:
    desk = AdmissionController(problem, Timetable())
    assert isinstance(hold(desk, offered, guests=guests), Admitted)
    return desk


def people_of(desk: AdmissionController) -> tuple[str, ...]:
    return next(r.participants for r in desk.problem.requests if r.id == "table")


def test_a_seat_is_taken_where_the_table_stands_and_given_back() -> None:
    offered = table("a", "b", "c")
    desk = held("a", "b", problem=event(), offered=offered)
    before = desk.witness
    answer = join(desk, offered, participant="c")
    assert isinstance(answer, Admitted)
    assert (answer.meetings, answer.moved, desk.witness) == ((), (), before)
    assert people_of(desk) == ("host", "a", "b", "c")
    assert desk.problem.requests[0].value == 6
    gone = leave(desk, offered, participant="a")
    assert isinstance(gone, Left)
    assert gone.request.participants == ("host", "b", "c")
    assert gone.request.value == 4
    assert desk.witness == before


def test_a_full_table_takes_nobody() -> None:
    offered = table("a", "b", seats=3)
    desk = held("a", "b", problem=event(), offered=offered)
    assert join(desk, offered, participant="c") == TableFull(request="table")
    assert join(desk, offered, participant="a") == Admitted(request="table", meetings=())


@pytest.mark.parametrize("who", ["host", "a"])
def test_without_its_host_or_below_the_fewest_a_table_is_given_up(who: str) -> None:
    offered = table("a", "b", fewest=3)
    desk = held("a", "b", problem=event(), offered=offered)
    if who == "host":
        assert isinstance(join(desk, offered, participant="c"), Admitted)
    left = tuple(p for p in people_of(desk) if p != who)
    assert leave(desk, offered, participant=who) == GivenUp(request="table", freed=left)
    assert not desk.witness.meetings


def test_the_table_moves_for_somebody_who_is_there_later_only() -> None:
    problem = event(slots=2)
    late = replace(problem.participants[3], free=frozenset({"s1"}))
    problem = replace(problem, participants=(*problem.participants[:3], late, problem.participants[4]))
    offered = table("a", "b")
    desk = held("a", "b", problem=problem, offered=offered)
    assert desk.witness.meetings[0].slot == "s0"
    answer = join(desk, offered, participant="c")
    assert isinstance(answer, Admitted)
    assert [(m.before.slot, m.after.slot) for m in answer.moved] == [("s0", "s1")]
    assert desk.witness.meetings == answer.meetings


def test_whoever_has_no_time_left_is_refused_and_nothing_changes() -> None:
    problem = event(Request(id="r", participants=("c", "d")), slots=1)
    offered = table("a", "b")
    desk = held("a", "b", problem=problem, offered=offered)
    assert isinstance(desk.admit("r"), Admitted)
    before = desk.problem, desk.witness
    answer = join(desk, offered, participant="c")
    assert isinstance(answer, Refused)
    assert "r" in answer.core.requests
    assert (desk.problem, desk.witness) == before


def test_a_table_is_held_without_the_last_who_cannot_come() -> None:
    problem = event(Request(id="r", participants=("c", "d")), slots=1)
    desk = AdmissionController(problem, Timetable())
    assert isinstance(desk.admit("r"), Admitted)
    assert isinstance(hold(desk, table(), guests=("a", "b", "c")), Admitted)
    assert people_of(desk) == ("host", "a", "b")
    desk.withdraw("table")
    assert isinstance(hold(desk, replace(table(), id="other"), guests=("c", "a")), Refused)


def test_another_form_with_faults_changes_nothing() -> None:
    desk = held("a", "b", problem=event(), offered=table())
    before = desk.problem, desk.witness
    with pytest.raises(InvalidProblem):
        join(desk, table(), participant="nobody")
    assert (desk.problem, desk.witness) == before


@SLOW
@given(problem=problems(never=frozenset({"frozen", "musts", "delegates"})), data=st.data())
def test_one_more_or_fewer_beside_everything_accepted_as_brute_force_says(
    problem: Problem, data: st.DataObject
) -> None:
    desk, other = AdmissionController(problem, Timetable()), AdmissionController(problem, Timetable())
    for request in problem.requests:
        desk.admit(request.id, budget=QUICK)
    other.follow(desk.witness.meetings)
    request = data.draw(st.sampled_from(problem.requests))
    ids = [p.id for p in problem.participants]
    people = data.draw(st.lists(st.sampled_from(ids), min_size=2, unique=True))
    before = desk.problem, desk.witness
    new = replace(request, participants=tuple(people))
    answer = desk.amend(new, budget=QUICK)
    accepted = {m.request for m in before[1].meetings} | {request.id}
    changed = replace(problem, requests=tuple(new if r.id == new.id else r for r in problem.requests))
    if isinstance(answer, Admitted):
        assert {m.request for m in desk.witness.meetings} == accepted
        assert not broken_rules(changed, desk.witness)
        other.follow(
            answer.meetings or [m for m in desk.witness.meetings if m.request == new.id], amended=[new]
        )
        assert set(other.witness.meetings) == set(desk.witness.meetings)
        return
    assert (desk.problem, desk.witness) == before
    if isinstance(answer, Refused):
        with suppress(TooManyTimetables):
            assert next(timetables(only(changed, accepted, must=True), most=3_000), None) is None
