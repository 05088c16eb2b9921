"""The baselines make timetables that verify, and do what they say."""

from collections import Counter

import pytest
from benchmarks.baselines import (
    BASELINES,
    booking_with_pending,
    first_slot_first_table,
    mutual_in_two_passes,
)
from benchmarks.task import Task

from treffen.generation import base, conference, tight, two_sided
from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.timetable import Timetable
from treffen.verification import find_violations

TASK = Task(suite="base", case="", contestant="", seed=3)


def timetable(name: str, problem: Problem, task: Task = TASK) -> Timetable:
    answer = BASELINES[name](problem, task)
    assert answer.timetable is not None
    return answer.timetable


@pytest.mark.parametrize("name", BASELINES)
@pytest.mark.parametrize("family", [base, tight, two_sided])
@pytest.mark.parametrize("people", [2, 3, 20, 150])
def test_every_baseline_keeps_every_hard_rule(name: str, family: object, people: int) -> None:
    problem = family(people, 1)  # type: ignore[operator]
    assert list(find_violations(problem, timetable(name, problem))) == []


@pytest.mark.parametrize("name", BASELINES)
def test_every_baseline_holds_a_good_part_of_what_tables_allow(name: str) -> None:
    problem = base(150, 1)
    assert len(timetable(name, problem).meetings) > 0.7 * len(problem.places) * len(problem.slots)


@pytest.mark.parametrize("name", BASELINES)
def test_no_baseline_is_asked_for_what_it_does_not_know(name: str) -> None:
    with pytest.raises(ValueError, match="two-person"):
        BASELINES[name](conference(20, 1), TASK)


@pytest.mark.parametrize("name", ["alphabetical round-robin", "first slot, first table"])
def test_after_a_greedy_baseline_nothing_more_fits(name: str) -> None:
    problem = base(60, 2)
    meetings = timetable(name, problem).meetings
    held = {m.request for m in meetings}
    tables = Counter(m.slot for m in meetings)
    people = {r.id: r.participants for r in problem.requests}
    busy = {(p, m.slot) for m in meetings for p in people[m.request]}
    free = {p.id: p.free for p in problem.participants}
    fitting = [
        (r.id, s.id)
        for r in problem.requests
        for s in problem.slots
        if r.id not in held
        and tables[s.id] < len(problem.places)
        and not any(
            (p, s.id) in busy or (free[p] is not None and s.id not in free[p]) for p in r.participants
        )
    ]
    assert fitting == []


def event(*pairs: tuple[str, str], tables: int = 2, values: tuple[int, ...] = ()) -> Problem:
    people = sorted({p for pair in pairs for p in pair})
    return Problem(
        slots=(Slot(id="1"), Slot(id="2")),
        places=tuple(Place(id=f"t{n}") for n in range(tables)),
        participants=tuple(Participant(id=p) for p in people),
        requests=tuple(
            Request(id="".join(pair), participants=pair, value=values[n] if values else 1)
            for n, pair in enumerate(pairs)
        ),
    )


def shown(table: Timetable) -> dict[str, tuple[str, str]]:
    return {m.request: (m.slot, m.place) for m in table.meetings}


def test_round_robin_serves_the_alphabet_in_turn() -> None:
    problem = event(("c", "d"), ("b", "c"), ("a", "d"), ("a", "b"))
    assert shown(timetable("alphabetical round-robin", problem)) == {
        "ab": ("1", "t0"),
        "bc": ("2", "t0"),
        "cd": ("1", "t1"),
        "ad": ("2", "t1"),
    }


def test_first_come_takes_the_first_common_slot_and_the_first_table() -> None:
    problem = event(("c", "d"), ("b", "c"), ("a", "d"), ("a", "b"), tables=1)
    answer = first_slot_first_table(problem, TASK)
    assert answer.timetable is not None
    assert shown(answer.timetable) == {"cd": ("1", "t0"), "bc": ("2", "t0")}


def test_one_sided_wishes_are_never_held_by_the_mutual_baseline() -> None:
    problem = event(("a", "b"), ("c", "d"), ("a", "c"), ("b", "d"), values=(9, 1, 8, 2))
    answer = mutual_in_two_passes(problem, TASK)
    assert answer.timetable is not None
    assert shown(answer.timetable) == {"ab": ("1", "t0"), "ac": ("2", "t0")}


def test_pending_requests_are_answered_alike_for_the_same_seed() -> None:
    problem = base(60, 1)
    one, same, other = (
        booking_with_pending(problem, Task(suite="base", case="", contestant="", seed=s)) for s in (1, 1, 2)
    )
    assert one == same
    assert one != other
