"""Certificates with any rows and any multipliers never cut off what brute force finds."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engine.oracle import TooManyTimetables, timetables, values
from tests.engine.strategies import problems

from treffen.problem import Goal, Problem
from treffen.timetable import (
    AssignmentCertificate,
    CertificateRow,
    RowKind,
    SelectionCertificate,
    SlotPrice,
    Timetable,
)
from treffen.verification.bounds import BoundIndex, UnsoundCertificate, proved_bound, trivial_bound
from treffen.verification.bounds.inequalities import read
from treffen.verification.index import ProblemIndex, TimetableIndex

TINY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
SELECTED = [Goal.VALUE, Goal.SHORTFALL, Goal.TALKS]


def all_timetables(problem: Problem) -> list[Timetable]:
    try:
        return list(timetables(problem, most=3000))
    except TooManyTimetables:
        assume(False)
        raise


FITTING = {
    RowKind.PARTICIPANT: {"presence", "slots"},
    RowKind.MAXIMUM: {"limits"},
    RowKind.MINIMUM: {"limits", "organisations", "delegates"},
    RowKind.TALKS: {"likes"},
    RowKind.PLACES: {"needs", "opening"},
    RowKind.INTERPRETERS: {"languages", "slots", "opening"},
    RowKind.ORGANISATION: {"organisations", "delegates"},
    RowKind.PAIR: {"pairs"},
    RowKind.MUST: {"musts"},
    RowKind.MATCHING: {"presence"},
    RowKind.HALF: {"groups", "limits"},
    RowKind.GOAL: {"likes", "limits"},
}


def some(chance: Random, things: list[str]) -> tuple[str, ...]:
    return tuple(t for t in things if chance.random() < 0.6)


def random_row(problem: Problem, before: list[Goal], kind: RowKind, chance: Random) -> CertificateRow:
    people = [p.id for p in problem.participants]
    asked = some(chance, [r.id for r in problem.requests])
    if kind is RowKind.PAIR:
        asked = chance.choice(pairs(problem) or [asked])
    elif kind is RowKind.MUST:
        held = {m.request for m in problem.frozen} | {r.id for r in problem.requests if r.must}
        asked = (chance.choice(sorted(held) or ["none"]),)
    is_many = kind in (RowKind.MATCHING, RowKind.HALF)
    return CertificateRow(
        kind=kind,
        multiplier=chance.randint(0, 4),
        participants=some(chance, people) if is_many else (chance.choice(people),),
        organisation=chance.choice(["org", "inc"]),
        requests=asked,
        slots=None if chance.random() < 0.4 else some(chance, [s.id for s in problem.slots]),
        places=None if chance.random() < 0.4 else some(chance, [p.id for p in problem.places]),
        interpreters=None if chance.random() < 0.4 else some(chance, [i.id for i in problem.interpreters]),
        goal=chance.choice(before or SELECTED),
    )


def pairs(problem: Problem) -> list[tuple[str, ...]]:
    return [
        (a.id, b.id)
        for a, b in combinations(problem.requests, 2)
        if (set(a.participants), set(a.delegates)) == (set(b.participants), set(b.delegates))
    ]


def readable(frame: BoundIndex, row: CertificateRow, known: dict[Goal, int]) -> bool:
    try:
        read(frame, row, known)
    except UnsoundCertificate:
        return False
    return True


def left_side(timetable: Timetable, frame: BoundIndex, row: CertificateRow, known: dict[Goal, int]) -> int:
    """A row evaluated at a timetable, minus its limit."""
    day = TimetableIndex(frame.ground, timetable)
    held = {frame.number[id] for id in day.by_request}
    lack = {p.id: max(0, p.minimum - day.count.get(p.id, 0)) for p in frame.problem.participants}
    inequality = read(frame, row, known)
    missed = 0
    for (id, number), a in inequality.misses:
        like = frame.ground.participants[id].likes[number]
        missed += a * bool(frame.ground.talks[like.talk] & day.busy.get(id, 0))
    met = sum(a for i, a in inequality.requests.items() if i in held)
    return met + sum(a * lack[p] for p, a in inequality.shortfalls) + missed - inequality.limit


def lexicographic(found: list[tuple[int, ...]], goals: list[Goal]) -> tuple[int, ...]:
    return min(found, key=lambda v: [-x if g is Goal.VALUE else x for g, x in zip(goals, v, strict=True)])


@pytest.mark.parametrize("kind", list(RowKind))
@settings(TINY, max_examples=25)
@given(st.data())
def test_every_row_holds_for_every_timetable(kind: RowKind, data: st.DataObject) -> None:
    problem = data.draw(problems(always=frozenset(FITTING[kind])))
    chance = Random(data.draw(st.integers(0, 10**6)))
    frame, goals = BoundIndex(ProblemIndex(problem)), [chance.choice(SELECTED)]
    found = all_timetables(problem)
    assume(found)
    known = dict(zip(goals, lexicographic([values(problem, t, goals) for t in found], goals), strict=True))
    chosen = [random_row(problem, goals, kind, chance) for _ in range(12)]
    chosen = [r for r in chosen if readable(frame, r, known)]
    for timetable in found:
        is_kept = kind is not RowKind.GOAL or values(problem, timetable, goals) == tuple(known.values())
        for row in chosen if is_kept else ():
            assert left_side(timetable, frame, row, known) <= 0, row


@TINY
@given(st.data())
def test_a_selection_certificate_never_cuts_off_the_optimum(data: st.DataObject) -> None:
    problem = data.draw(problems())
    chance = Random(data.draw(st.integers(0, 10**6)))
    found = all_timetables(problem)
    assume(found)
    goals = chance.sample(SELECTED, k=chance.randint(1, 3))
    best = lexicographic([values(problem, t, goals) for t in found], goals)
    known = dict(zip(goals[:-1], best, strict=False))
    frame = BoundIndex(ProblemIndex(problem))
    for _ in range(5):
        kinds = chance.choices(list(RowKind), k=chance.randint(0, 10))
        chosen = [random_row(problem, goals[:-1], kind, chance) for kind in kinds]
        certificate = SelectionCertificate(
            goal=goals[-1],
            scale=chance.randint(1, 3),
            rows=tuple(r for r in chosen if readable(frame, r, known)),
        )
        bound = proved_bound(frame, certificate, values=known)
        assert bound >= best[-1] if goals[-1] is Goal.VALUE else bound <= best[-1]


@TINY
@given(st.data())
def test_an_assignment_certificate_never_cuts_off_the_optimum(data: st.DataObject) -> None:
    problem = data.draw(problems(all_must=True, never=frozenset({"delegates", "slots"}), most_slots=5))
    found = all_timetables(problem)
    assume(found)
    goal = data.draw(st.sampled_from([Goal.BREAKS, Goal.IDLE, Goal.TALKS]))
    prices = [
        SlotPrice(slot=s.id, participant=p.id, price=data.draw(st.integers(-3, 3)))
        for p in problem.participants
        for s in problem.slots
    ]
    tables = [SlotPrice(slot=s.id, price=data.draw(st.integers(0, 3))) for s in problem.slots]
    certificate = AssignmentCertificate(
        goal=goal, scale=data.draw(st.integers(1, 3)), prices=tuple(prices + tables)
    )
    best = min(values(problem, t, [goal])[0] for t in found)
    assert proved_bound(BoundIndex(ProblemIndex(problem)), certificate) <= best


@TINY
@given(st.data())
def test_a_trivial_bound_never_cuts_off_the_optimum(data: st.DataObject) -> None:
    problem = data.draw(problems())
    found = all_timetables(problem)
    assume(found)
    goals = [data.draw(st.sampled_from(list(Goal)))]
    if goals[0] is Goal.PLACES:
        goals = [Goal.VALUE, Goal.PLACES]
    best = lexicographic([values(problem, t, goals) for t in found], goals)
    known = dict(zip(goals[:-1], best, strict=False))
    bound = trivial_bound(BoundIndex(ProblemIndex(problem)), goals[-1], values=known)
    assert bound >= best[-1] if goals[-1] is Goal.VALUE else bound <= best[-1]
