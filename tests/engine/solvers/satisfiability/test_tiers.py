"""Breaks, range of idle time and idle time in order, against all timetables of tiny events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests.engine.solvers.satisfiability import tiny

from treffen.generation import all_must
from treffen.problem import BlockId, Goal, Participant, Place, Problem, Request, Slot
from treffen.scheduling import schedule
from treffen.solvers.base import Assignment, Limits, Model, Stop
from treffen.solvers.satisfiability import BreaksOutcome, is_for_tiers, solve_tiers
from treffen.solvers.satisfiability.search import Search
from treffen.solvers.satisfiability.tiers import TierSearch
from treffen.solvers.satisfiability.waiting import Waiting
from treffen.timetable import PlanStatus, ProofKind
from treffen.verification import measure, verify

IR = (Goal.IDLE_RANGE,)
IR_IS = (Goal.IDLE_RANGE, Goal.IDLE)
BG_IR_IS = (Goal.BREAKS, Goal.IDLE_RANGE, Goal.IDLE)
IS, BG_IS = (Goal.IDLE,), (Goal.BREAKS, Goal.IDLE)


def one_day(seed: int) -> Problem:
    """A tiny event of one day without talks, and without a limit on the spread of breaks."""
    problem = tiny.event(seed)
    return replace(
        problem,
        slots=tuple(replace(slot, block=BlockId("day")) for slot in problem.slots),
        talks=(),
        participants=tuple(replace(person, must_attend=frozenset()) for person in problem.participants),
        break_spread=None,
    )


def waits(model: Model, slots: tiny.Slots) -> list[int]:
    """Idle slots of everybody with two meetings or more, from first and last meeting."""
    found, people = [], [model.attendees(o).tolist() for o in range(model.n_options)]
    for p in range(model.n_people):
        held = [slot for slot, both in zip(slots, people, strict=True) if p in both]
        if len(held) > 1:
            found.append(max(held) - min(held) + 1 - len(held))
    return found


def best(model: Model, goals: tuple[Goal, ...]) -> list[int] | None:
    """The best values of all timetables there are."""
    has_limits = model.problem.break_spread is not None or model.most_breaks.min() < model.n_slots
    looked_at = range(model.n_people) if has_limits or Goal.BREAKS in goals else ()
    found = []
    for slots in tiny.timetables(model):
        breaks = [tiny.breaks(model, p, slots) for p in looked_at]
        idle = waits(model, slots)
        if not has_limits or tiny.keeps_limits(model, breaks):
            values = {
                Goal.BREAKS: sum(breaks),
                Goal.IDLE_RANGE: max(idle, default=0) - min(idle, default=0),
                Goal.IDLE: sum(idle),
            }
            found.append([values[goal] for goal in goals])
    return min(found, default=None)


def solved(model: Model, goals: tuple[Goal, ...]) -> BreaksOutcome:
    return solve_tiers(model, goals=goals, stop=Stop(), limits=Limits())


def with_spread(seed: int) -> Problem:
    """The same with a limit on the spread of breaks, and somebody who meets nobody and has none."""
    problem = one_day(seed)
    lonely = Participant(id="lonely")
    return replace(problem, participants=(*problem.participants, lonely), break_spread=seed % 2)


@pytest.mark.parametrize("goals", [IR, IR_IS, BG_IR_IS, (Goal.IDLE, Goal.IDLE_RANGE), IS, BG_IS])
@pytest.mark.parametrize("seed", range(0, 120, 3))
def test_goals_in_order_are_those_of_brute_force(seed: int, goals: tuple[Goal, ...]) -> None:
    model = tiny.model_of(one_day(seed))
    wanted, found = best(model, goals), solved(model, goals)
    if wanted is None:
        assert found.is_infeasible
        return
    assert found.status is PlanStatus.OPTIMAL
    assert [(tier.value, tier.bound) for tier in found.tiers] == [(v, v) for v in wanted]
    assert found.assignment is not None
    assert tiny.keeps(model, tuple(found.assignment.slot.tolist()))


@pytest.mark.parametrize("made", [one_day, with_spread])
@pytest.mark.parametrize("goals", [IR_IS, BG_IR_IS, IS, BG_IS])
@pytest.mark.parametrize("seed", range(1, 120, 6))
def test_plans_have_the_values_of_brute_force_and_their_certificates_hold(
    seed: int, goals: tuple[Goal, ...], made: Callable[[int], Problem]
) -> None:
    problem = replace(made(seed), goals=goals)
    assert is_for_tiers(tiny.model_of(problem), goals)
    wanted, plan = best(tiny.model_of(problem), goals), schedule(problem)
    if wanted is None:
        assert plan.status is PlanStatus.INFEASIBLE
        return
    assert plan.status is PlanStatus.OPTIMAL
    assert [(g.value, g.bound) for g in plan.goals] == [(v, v) for v in wanted]
    assert verify(problem, plan).is_accepted


def example() -> Problem:
    """Anna and Cem meet twice, Ben and Cem once; Cem is away in the third of five slots, one table."""
    ids = [f"s{t}" for t in range(1, 6)]
    return Problem(
        slots=tuple(Slot(id=id) for id in ids),
        places=(Place(id="t1"),),
        participants=(
            Participant(id="anna"),
            Participant(id="ben"),
            Participant(id="cem", free=frozenset(ids) - {"s3"}),
        ),
        requests=(
            Request(id="m1", participants=("anna", "cem"), must=True),
            Request(id="m2", participants=("anna", "cem"), must=True),
            Request(id="m3", participants=("ben", "cem"), must=True),
        ),
        pair_once=False,
    )


@pytest.mark.parametrize(
    ("goals", "values"), [(IR, [0]), (IR_IS, [0, 2]), (BG_IR_IS, [1, 1, 1]), ((Goal.BREAKS,), [1])]
)
def test_the_worked_example_has_the_values_that_were_found_by_hand(
    goals: tuple[Goal, ...], values: list[int]
) -> None:
    problem = replace(example(), goals=goals)
    plan = schedule(problem)
    assert plan.status is PlanStatus.OPTIMAL
    assert [(g.goal, g.value, g.bound) for g in plan.goals] == [
        (goal, value, value) for goal, value in zip(goals, values, strict=True)
    ]
    assert plan.timetable is not None
    assert [measure(problem, plan.timetable, goal) for goal in goals] == values


def test_whoever_meets_once_or_never_is_not_in_the_range() -> None:
    problem = example()
    plan = schedule(replace(problem, goals=IR_IS))
    assert plan.timetable is not None
    first = {m.request: m.slot for m in plan.timetable.meetings}
    assert first["m3"] in {"s1", "s5"}, "Ben's only meeting makes Cem wait as long as Anna"
    lonely = replace(problem, requests=problem.requests[2:], goals=IR)
    assert [g.value for g in schedule(lonely).goals] == [0]


def test_a_range_that_search_proved_says_so() -> None:
    plan = schedule(replace(example(), goals=BG_IR_IS))
    assert plan.goals[1].proof is ProofKind.SEARCH


def test_a_day_in_two_blocks_is_measured_and_not_claimed() -> None:
    problem = example()
    halves = tuple(replace(s, block=BlockId("am" if s.id < "s3" else "pm")) for s in problem.slots)
    split = replace(problem, slots=halves, goals=IR_IS)
    assert not is_for_tiers(tiny.model_of(split), IR_IS)
    plan = schedule(split)
    assert plan.timetable is not None
    assert [g.value for g in plan.goals] == [measure(split, plan.timetable, goal) for goal in IR_IS]


@pytest.mark.parametrize("seed", range(40))
def test_idle_time_in_halves_of_a_day_has_a_bound_that_is_checked(seed: int) -> None:
    problem = replace(tiny.event(seed), goals=BG_IS)
    plan = schedule(problem)
    if plan.status is PlanStatus.INFEASIBLE:
        return
    assert plan.goals[1].proof is not ProofKind.SEARCH or plan.status is PlanStatus.OPTIMAL
    assert plan.goals[1].bound >= 1 or not plan.goals[1].value, "each person's own day tells as much"


def test_idle_time_alone_is_no_worse_than_after_breaks_in_halves_of_a_day() -> None:
    problem = all_must(20, 1)
    first, after = (schedule(replace(problem, goals=goals)).goals[-1] for goals in (IS, BG_IS))
    assert (first.value, first.bound, first.proof) == (15, 15, ProofKind.CERTIFICATE)
    assert (after.value, after.bound) == (15, 15)


def test_what_questions_do_not_settle_is_given_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three meet pairwise at one table. Neither breaks nor questions tell that one of them waits."""
    people, pairs = ("a", "b", "c"), (("a", "b"), ("b", "c"), ("a", "c"))
    problem = Problem(
        slots=tuple(Slot(id=f"s{t}") for t in range(5)),
        places=(Place(id="table"),),
        participants=tuple(Participant(id=id) for id in people),
        requests=tuple(Request(id="".join(two), participants=two, must=True) for two in pairs),
    )
    stop, offered, asked, ask = Stop(), list[Assignment](), list[Sequence[int]](), Waiting.ask

    def short(search: Waiting, assumed: Sequence[int] = (), *, is_last: bool = False) -> bool | None:
        asked.append(assumed)
        assert len(asked) < 9
        return ask(search, assumed, is_last=is_last) if is_last else None

    def settle(before: Assignment) -> Assignment:
        offered.append(before)
        stop.request()
        return Assignment(np.array([0, 1, 2], np.int32))

    monkeypatch.setattr(Search, "minimise", lambda _: False)
    monkeypatch.setattr(Waiting, "ask", short)
    found = solve_tiers(tiny.model_of(problem), goals=IS, stop=stop, limits=Limits(), settle=settle)
    assert len(offered) == 1
    assert [(tier.value, found.status) for tier in found.tiers] == [(1, PlanStatus.FEASIBLE)]


def test_a_search_that_is_stopped_says_what_it_knows() -> None:
    model = tiny.model_of(example())
    found = solve_tiers(model, goals=IR_IS, stop=Stop(0), limits=Limits())
    assert (found.status, [tier.bound for tier in found.tiers]) == (PlanStatus.UNKNOWN, [0, 0])


def test_where_no_waiting_is_hard_to_decide_there_is_a_timetable_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bool] = []

    def undecided(_search: TierSearch, *, is_last: bool) -> bool | None:
        asked.append(is_last)
        return None

    monkeypatch.setattr(TierSearch, "_find_no_wait", undecided)
    found = solve_tiers(tiny.model_of(example()), goals=IR_IS, stop=Stop(), limits=Limits())
    assert asked == [False, True]
    assert found.status is PlanStatus.FEASIBLE
    assert found.assignment is not None
