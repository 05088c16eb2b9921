"""Whole days of incidents: never invalid, never a past or frozen meeting moved, always the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from treffen.errors import RefusedTimetable
from treffen.generation import base, conference, conference_witness
from treffen.problem import Meeting, Place, PlaceId, Problem, Request, RequestId, SlotId
from treffen.repair import (
    Back,
    Disruption,
    Freeze,
    Gone,
    Late,
    NoShow,
    Overran,
    PlaceAdded,
    PlaceBack,
    PlaceLost,
    Repaired,
    TalkMoved,
    Urgent,
    Withdrawn,
    repair,
)
from treffen.timetable import Timetable
from treffen.verification import find_violations, verify

INCIDENTS = 50


class Day:
    """An event that things happen to, one after another, while time goes on."""

    def __init__(self, problem: Problem, timetable: Timetable, *, seed: int) -> None:
        self.problem, self.timetable = problem, timetable
        self.rng = np.random.default_rng(seed)

    def one_of(self, things: tuple) -> object:  # type: ignore[type-arg]
        return things[int(self.rng.integers(len(things)))]

    def incident(self, number: int, now: int) -> Disruption:
        """Something that happens about slot number `now`."""
        p, slots = self.problem, self.problem.slots
        person, place = self.one_of(p.participants).id, self.one_of(p.places).id  # type: ignore[attr-defined]
        other = next(x.id for x in p.participants if x.id != person)
        soon: SlotId = slots[min(now + 1, len(slots) - 1)].id
        held = self.one_of(self.timetable.meetings)
        assert isinstance(held, Meeting)
        asked = next(r for r in p.requests if r.id == held.request)
        new = Request(id=RequestId(f"new {number}"), participants=(person, other), value=500)
        kinds: list[Disruption] = [
            Gone(participant=person, since=soon),
            Late(participant=person, until=soon),
            Back(participant=person),
            PlaceLost(place=place, since=soon),
            PlaceBack(place=place),
            PlaceAdded(place=Place(id=PlaceId(f"new table {number}"))),
            Urgent(request=new),
            Withdrawn(request=self.one_of(p.requests).id),  # type: ignore[attr-defined]
            Freeze(slots=2),
        ]
        if p.talks:
            kinds.append(TalkMoved(talk=self.one_of(p.talks).id, slots=frozenset([soon])))  # type: ignore[attr-defined]
        if asked.participants:
            kinds.append(NoShow(request=held.request, participant=asked.participants[0]))
        begun = [m for m in self.timetable.meetings if m.slot == slots[max(0, now - 1)].id]
        if now and begun:
            kinds.append(Overran(request=begun[0].request))
        found = self.one_of(tuple(kinds))
        assert isinstance(found, Disruption)
        return found

    def happen(self, number: int) -> Repaired:
        """One incident and what is made of it."""
        now = min(number * len(self.problem.slots) // INCIDENTS, len(self.problem.slots) - 1)
        what = (self.incident(number, now), *((Freeze(slots=1),) if number % 3 == 0 else ()))
        mended = repair(self.problem, self.timetable, disruptions=what, now=self.problem.slots[now].id)
        self.check(mended, now)
        self.problem, self.timetable = mended.lasting, mended.plan.timetable
        return mended

    def check(self, mended: Repaired, now: int) -> None:
        assert verify(mended.problem, mended.plan).is_accepted
        assert mended.lasting.faults() == ()
        after = mended.plan.timetable
        assert list(find_violations(mended.lasting, after)) == []
        number = {s.id: i for i, s in enumerate(mended.problem.slots)}
        begun = {m for m in self.timetable.meetings if number[m.slot] < now}
        gone = {m.request for m in (*mended.given_up, *(x.meeting for x in mended.lost))}
        held = after.by_request()
        again = {m.request for m in begun if m.request in held and held[m.request] != m}
        assert {m for m in after.meetings if number[m.slot] < now} <= begun, "nothing new in the past"
        for m in begun:
            assert held.get(m.request) == m or m.request in gone | again
        assert all(number[held[r].slot] >= now for r in again), "what was not held is held later"
        fixed = {(m.request, m.slot, m.place) for m in mended.problem.frozen}
        assert fixed <= {(m.request, m.slot, m.place) for m in after.meetings}
        assert all(x.is_proved for x in mended.lost if x.causes)


def test_fifty_incidents_never_leave_the_timetable_invalid() -> None:
    problem, seed = base(12, 1), 1
    first = repair(problem, Timetable())
    assert len(first.plan.timetable.meetings) > 20
    day = Day(problem, first.plan.timetable, seed=seed)
    for number in range(INCIDENTS):
        day.happen(number)


def test_incidents_in_an_event_that_uses_every_noun() -> None:
    problem = conference(20, 3)
    day = Day(problem, conference_witness(20, 3), seed=3)
    for number in range(8):
        day.happen(6 * number)


def test_without_a_disruption_nothing_changes() -> None:
    problem = base(20, 4)
    first = repair(problem, Timetable())
    again = repair(problem, first.plan.timetable, alternatives=2)
    for one in (again.choice, *again.alternatives[:1]):
        assert (one.moved, one.elsewhere, one.difference.dropped) == (0, 0, ())
        assert one.difference.kept == first.plan.timetable.meetings
    assert again.lost == ()


def test_the_same_question_has_the_same_answer() -> None:
    problem = base(16, 5)
    held = repair(problem, Timetable()).plan.timetable
    happened = [Gone(participant=p.id) for p in problem.participants[:3]] + [PlaceLost(place="t1")]
    one, other = (repair(problem, held, disruptions=happened, alternatives=3) for _ in range(2))
    for a, b in zip((one.choice, *one.alternatives), (other.choice, *other.alternatives), strict=True):
        assert a.plan.timetable == b.plan.timetable
        assert a.difference == b.difference
    assert one.lost == other.lost


def test_a_timetable_of_another_event_is_refused() -> None:
    problem = base(12, 6)
    twice = Meeting(request=problem.requests[0].id, slot=problem.slots[0].id, place=problem.places[0].id)
    other = replace(twice, request=problem.requests[1].id)
    with pytest.raises(RefusedTimetable):
        repair(problem, Timetable((twice, other)))
