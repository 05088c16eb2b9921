"""Refutations: the formula of a claim says what the rules say, and its steps are all that is needed."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pysat.solvers import Cadical195
from tests.engine.oracle import TooManyTimetables, timetables, values
from tests.engine.solvers.satisfiability.tiny import event, model_of, richer

from treffen.cli import messages
from treffen.problem import (
    BlockId,
    Goal,
    Participant,
    ParticipantId,
    Place,
    PlaceId,
    Problem,
    Request,
    RequestId,
    Slot,
    SlotId,
)
from treffen.solvers.base import Stop
from treffen.solvers.satisfiability import Refutation, Unrefuted, is_supported, refute
from treffen.solvers.satisfiability.refutation import log
from treffen.solvers.satisfiability.refutation.claim import Claim
from treffen.solvers.satisfiability.refutation.limits import formula_of
from treffen.solvers.satisfiability.refutation.log import Step, lines_of, steps_of
from treffen.solvers.satisfiability.refutation.refute import _why_not
from treffen.timetable import AssignmentCertificate, SlotPrice

pytestmark = pytest.mark.once

GOALS = (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE)
SEEDS = range(60)
Values = frozenset[tuple[int, ...]]


def of_one_day(problem: Problem) -> Problem:
    """The same event in one block, without talks: what goals of idle time need."""
    people = tuple(replace(p, must_attend=frozenset()) for p in problem.participants)
    slots = tuple(replace(s, block=BlockId("")) for s in problem.slots)
    return replace(problem, slots=slots, participants=people, talks=())


@cache
def known(seed: int) -> tuple[Problem, Values] | None:
    """A tiny event, every other one of one day, and the values of its timetables; None where too large."""
    problem = richer(event(seed), seed) if seed % 4 > 1 else event(seed)
    problem = of_one_day(problem) if seed % 2 else problem
    if problem.faults() or not is_supported(model_of(problem)):
        return None
    everything = len(problem.requests)
    try:
        found = [values(problem, t, GOALS) for t in timetables(problem) if len(t.meetings) == everything]
    except TooManyTimetables:
        return None
    return problem, frozenset(found)


def claims(seed: int) -> Iterator[tuple[Problem, dict[Goal, int], bool]]:
    """Random limits, and whether some timetable keeps them."""
    case, dice = known(seed), random.Random(seed)
    for _ in range(4) if case is not None else ():
        assert case is not None
        problem, found = case
        asked = GOALS if seed % 2 else GOALS[:1]
        limits = {goal: dice.randint(0, 4) for goal in asked if dice.random() < 0.6}
        at = {goal: GOALS.index(goal) for goal in limits}
        yield problem, limits, any(all(v[at[g]] <= most for g, most in limits.items()) for v in found)


def claim_of(problem: Problem, limits: dict[Goal, int]) -> Claim:
    model = model_of(problem)
    return Claim(model=model, options=np.ones(model.n_options, bool), limits=limits)


def numbers(problem: Problem, people: Sequence[ParticipantId]) -> list[int]:
    """Their places in the list of the event."""
    ids = [one.id for one in problem.participants]
    return [ids.index(id) for id in people]


def has_solution(clauses: list[list[int]]) -> bool:
    if [] in clauses:
        return False
    with Cadical195(bootstrap_with=clauses) as solver:
        return bool(solver.solve())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_formula_has_a_solution_exactly_where_a_timetable_keeps_the_limits(seed: int) -> None:
    for problem, limits, is_possible in claims(seed):
        is_satisfied = has_solution(formula_of(claim_of(problem, limits)))
        assert is_satisfied or not is_possible
        assert is_possible or not is_satisfied or problem.break_spread is not None


def priced(problem: Problem, seed: int, *, size: int = 12) -> AssignmentCertificate:
    """Prices at random up to a size: as true as any, for they only say what is paid to whom."""
    dice = random.Random(seed)
    places = [SlotPrice(slot=s.id, price=dice.randint(0, 9)) for s in problem.slots if dice.random() < 0.5]
    people = [
        SlotPrice(slot=s.id, price=dice.randint(-size, size), participant=p.id)
        for p in problem.participants
        for s in problem.slots
    ]
    return AssignmentCertificate(
        goal=Goal.IDLE, scale=dice.choice((1, 7, max(10, size // 9))), prices=(*places, *people)
    )


@pytest.mark.parametrize("seed", SEEDS[1::2])
def test_prices_take_no_timetable_from_a_formula(seed: int) -> None:
    for problem, limits, is_possible in claims(seed):
        claim = replace(claim_of(problem, limits), prices=priced(problem, seed))
        is_satisfied = has_solution(formula_of(claim))
        assert is_satisfied or not is_possible
        assert is_possible or not is_satisfied or problem.break_spread is not None


def test_prices_that_leave_nothing_to_spare_refute_without_a_search() -> None:
    """Two meetings of one person in the first and the last of three slots: one idle slot at least."""
    slots = tuple(Slot(id=SlotId(f"s{t}")) for t in range(3))
    people = tuple(Participant(id=ParticipantId(p)) for p in "abc")
    asked = [("ab", "s0"), ("ac", "s2")]
    requests = tuple(
        Request(
            id=RequestId(who), participants=(people[0].id, ParticipantId(who[1])), must=True, slot=SlotId(t)
        )
        for who, t in asked
    )
    places = (Place(id=PlaceId("t")),)
    problem = Problem(slots=slots, places=places, participants=people, requests=requests)
    prices = AssignmentCertificate(goal=Goal.IDLE, scale=1, prices=())
    claim = replace(claim_of(problem, {Goal.IDLE: 0}), prices=prices)
    assert [] in formula_of(claim)
    assert has_solution(formula_of(replace(claim_of(problem, {Goal.IDLE: 1}), prices=prices)))


def follows(clauses: list[list[int]], literals: list[int], hints: list[int]) -> bool:
    """The rule of a step, written as in the document."""
    false = set(literals)
    for hint in hints:
        left = [x for x in clauses[hint - 1] if x not in false]
        if not left:
            return True
        assert len(left) == 1
        false.add(-left[0])
    return False


def test_every_step_follows_from_those_before_it_and_the_last_one_is_empty() -> None:
    n_steps = 0
    for seed in SEEDS:
        for problem, limits, is_possible in claims(seed):
            clauses = formula_of(claim := claim_of(problem, limits))
            if is_possible or [] in clauses or has_solution(clauses) or n_steps > 30:
                continue
            found = refute(claim.model, claim.options, limits=limits, stop=Stop())
            assert isinstance(found, Refutation)
            clauses = formula_of(replace(claim_of(problem, limits), order=numbers(problem, found.order)))
            for step in found.steps:
                assert follows(clauses, step.literals, step.hints)
                clauses.append(step.literals)
            assert clauses[-1] == []
            n_steps += len(found.steps)
    assert n_steps


def test_a_trace_that_was_cut_leads_to_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pigeons = [
        [1, 2],
        [3, 4],
        [5, 6],
        *([-a, -b] for a, b in [(1, 3), (1, 5), (3, 5), (2, 4), (2, 6), (4, 6)]),
    ]
    trace, cut = tmp_path / "trace", tmp_path / "cut"
    assert _why_not(pigeons, trace, Stop()) is None
    found = steps_of(trace, len(pigeons))
    assert found is not None
    assert len(found) == len(list(found)) > 2
    assert list(found)[-1].literals == []
    whole = trace.read_bytes()
    for length in range(len(whole) - 1):
        cut.write_bytes(whole[:length])
        assert steps_of(cut, len(pigeons)) is None
    monkeypatch.setattr("treffen.solvers.satisfiability.refutation.log.PART", 7)
    monkeypatch.setattr("treffen.solvers.satisfiability.refutation.log.STEPS", 2)
    in_parts = steps_of(trace, len(pigeons))
    assert in_parts is not None
    assert len(in_parts.parts) > 1
    assert list(in_parts) == list(found)


def packed(*numbers: int) -> bytes:
    parts = [[number >> 7 * at for at in range(5) if not at or number >> 7 * at] for number in numbers]
    return bytes(x & 127 | 128 * (x > 127) for part in parts for x in part)


def test_where_few_steps_are_needed_no_more_is_read_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, part = list[int](), log._part
    monkeypatch.setattr(log, "STEPS", 10)
    monkeypatch.setattr(
        log, "_part", lambda raw, added: read.append(added[-1, 2] - added[0, 0]) or part(raw, added)
    )
    needed = {5, 333, 777}
    steps = [b"a" + packed(2 * id, 2 * id, 0, 2 * (3 if id in needed else 4), 0) for id in range(5, 1000)]
    trace = tmp_path / "trace"
    trace.write_bytes(b"".join(steps) + b"a" + packed(2000, 0, *(2 * id for id in sorted(needed)), 0))
    found = steps_of(trace, 4)
    assert found is not None
    assert [step.hints for step in found] == [[3], [3], [3], [5, 6, 7]]
    assert max(read) <= 10 * max(map(len, steps))


def test_a_trace_keeps_what_is_needed_by_new_names_and_large_numbers(tmp_path: Path) -> None:
    """Of two clauses and four steps, one leads to nothing and is deleted, and one comes too late."""
    most = 2**24
    steps = [
        b"a" + packed(6, 2 * most, 2 * 7 + 1, 0, 2, 4, 0),
        b"a" + packed(8, 2 * 5, 0, 2, 0),
        b"d" + packed(8, 0),
        b"a" + packed(2 * most, 0, 6, 4, 0),
        b"a" + packed(2 * most + 2, 0, 6, 0),
    ]
    trace = tmp_path / "trace"
    trace.write_bytes(b"".join(steps))
    found = steps_of(trace, 2)
    assert found is not None
    assert list(found) == [Step(literals=[most, -7], hints=[1, 2]), Step(literals=[], hints=[3, 2])]
    assert list(lines_of(found, 2)) == [f"3 {most} -7 0 1 2 0\n", "4 0 3 2 0\n"]


def test_what_is_possible_has_no_refutation() -> None:
    problem, limits, _ = next(one for seed in SEEDS for one in claims(seed) if one[2])
    claim = claim_of(problem, limits)
    assert refute(claim.model, claim.options, limits=limits, stop=Stop()) is Unrefuted.FORMULA


def test_where_no_process_can_be_started_a_claim_stays_on_trust(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, limits, _ = next(one for seed in SEEDS for one in claims(seed) if one[2])
    claim = claim_of(problem, limits)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert refute(claim.model, claim.options, limits=limits, stop=Stop()) is Unrefuted.PROCESS


def test_every_reason_has_words() -> None:
    assert set(messages.WHY_UNREFUTED) == set(Unrefuted)
