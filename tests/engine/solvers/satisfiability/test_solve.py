"""The fewest breaks, against all timetables of tiny events; limits, order, stops, determinism."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.engine.solvers.satisfiability import tiny

from treffen.generation import all_must
from treffen.problem import Goal, Participant, Place, Problem, Request, Slot
from treffen.solvers.base import Assignment, Limits, Model, Progress, Stop, build_model
from treffen.solvers.relaxation.patterns import price_slots
from treffen.solvers.satisfiability import (
    BreaksOutcome,
    is_supported,
    oracle,
    remote,
    solve_breaks,
    solve_feasible,
)
from treffen.solvers.satisfiability.search import AMPLE
from treffen.timetable import AssignmentCertificate, PlanStatus


def solved(model: Model, **options: object) -> BreaksOutcome:
    return solve_breaks(model, stop=Stop(), limits=Limits(), **options)  # type: ignore[arg-type]


def certifier(model: Model, enough: int | None) -> tuple[AssignmentCertificate, int] | None:
    found = price_slots(model, enough=enough)
    return None if found is None else (found.certificate, found.bound)


def agrees_with_brute_force(problem: Problem) -> None:
    model = tiny.model_of(problem)
    wanted = tiny.fewest(model)
    found = solved(model, certify=lambda enough: certifier(model, enough))
    if wanted is None:
        assert found.status is PlanStatus.INFEASIBLE
        assert found.assignment is None
        return
    assert (found.status, found.value, found.bound) == (PlanStatus.OPTIMAL, wanted, wanted)
    assert found.certified <= wanted
    assert found.assignment is not None
    slots = tuple(found.assignment.slot.tolist())
    counts = [tiny.breaks(model, p, slots) for p in range(model.n_people)]
    assert tiny.keeps(model, slots)
    assert tiny.keeps_limits(model, counts)
    assert sum(counts) == wanted


@pytest.mark.parametrize("seed", range(150))
def test_the_fewest_breaks_are_those_of_brute_force(seed: int) -> None:
    agrees_with_brute_force(tiny.event(seed))


@pytest.mark.parametrize("seed", range(40))
def test_a_fixed_slot_is_kept_and_the_rest_is_still_optimal(seed: int) -> None:
    problem = tiny.event(seed)
    agrees_with_brute_force(tiny.with_fixed(problem, 0, seed % len(problem.slots)))


@pytest.mark.parametrize("seed", range(60))
def test_a_timetable_is_found_exactly_where_there_is_one(seed: int) -> None:
    model = tiny.model_of(tiny.event(seed))
    found = solve_feasible(model, stop=Stop(), limits=Limits())
    assert (found.assignment is None) == (tiny.fewest(model) is None)
    if found.assignment is not None:
        slots = tuple(found.assignment.slot.tolist())
        assert tiny.keeps(model, slots)
        assert tiny.keeps_limits(model, [tiny.breaks(model, p, slots) for p in range(model.n_people)])


def line(
    free: dict[str, str], requests: list[tuple[str, str]], *, n_slots: int, spread: int | None
) -> Problem:
    """People with free slots given as digits, and requests between them."""
    return Problem(
        slots=tuple(Slot(id=str(t)) for t in range(n_slots)),
        places=(Place(id="t"), Place(id="u"), Place(id="v")),
        participants=tuple(Participant(id=p, free=frozenset(slots)) for p, slots in free.items()),
        requests=tuple(
            Request(id=str(i), participants=pair, must=True, slot=None) for i, pair in enumerate(requests)
        ),
        pair_once=False,
        break_spread=spread,
        goals=(Goal.BREAKS,),
    )


def test_where_nobody_can_be_without_breaks_the_spread_counts_from_the_fewest() -> None:
    """a and b meet in 0, 2, 4 and 6: three breaks each. Nobody is better off, so the spread is 0."""
    problem = line({"a": "0246", "b": "0246"}, [("a", "b")] * 4, n_slots=7, spread=1)
    assert solved(build_model(problem)).value == 6


def test_a_spread_may_need_more_breaks_than_anybody_has_to_have() -> None:
    """a and b need 3 breaks; with a spread of 1, c and d need 2 at least, where 0 would do."""
    free = {"a": "0246", "b": "0246", "c": "0123456", "d": "0123456"}
    problem = line(free, [("a", "b")] * 4 + [("c", "d")] * 3, n_slots=7, spread=1)
    assert solved(build_model(problem)).value == 10
    assert solved(build_model(replace(problem, break_spread=None))).value == 6


def test_a_spread_that_nobody_can_keep_is_infeasible() -> None:
    free = {"a": "0246", "b": "0246", "c": "0123456", "d": "0123456"}
    problem = line(free, [("a", "b")] * 4 + [("c", "d")], n_slots=7, spread=2)
    assert solved(build_model(problem)).is_infeasible


def crowded(n_people: int, n_slots: int) -> Model:
    """Everybody meets nearly everybody, with no place to spare: long to search."""
    people = [f"p{i}" for i in range(n_people)]
    pairs = [(a, b) for i, a in enumerate(people) for b in people[i + 1 :] if (i * 7 + len(b)) % 5]
    problem = line(dict.fromkeys(people, ""), pairs, n_slots=n_slots, spread=2)
    places = tuple(Place(id=f"t{i}") for i in range(-(-len(pairs) // (n_slots - 4))))
    free = tuple(Participant(id=p) for p in people)
    slots = tuple(Slot(id=f"{t:02}") for t in range(n_slots))
    return build_model(replace(problem, participants=free, places=places, slots=slots))


def test_a_stop_that_was_asked_for_before_the_start_ends_at_once_and_claims_nothing() -> None:
    model = crowded(16, 20)
    stop = Stop()
    stop.request()
    found = solve_breaks(model, stop=stop, limits=Limits())
    assert (found.status, found.assignment) == (PlanStatus.UNKNOWN, None)


def test_a_stop_at_the_first_report_gives_the_best_so_far_honestly_marked() -> None:
    model = crowded(16, 20)
    stop = Stop()

    def first_report(progress: Progress) -> None:
        stop.request()

    hint = solve_feasible(model, stop=Stop(), limits=Limits()).assignment
    assert hint is not None
    found = solve_breaks(model, stop=stop, limits=Limits(), on_progress=first_report, hint=hint)
    assert found.assignment is not None
    assert found.value is not None
    assert found.bound <= found.value
    assert found.status is (PlanStatus.OPTIMAL if found.bound == found.value else PlanStatus.FEASIBLE)


def test_with_little_time_any_timetable_comes_before_a_long_search_for_the_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, seen = Stop(AMPLE - 0.1), []

    def too_late(options: object) -> remote.Remote:
        stop.request()
        raise OSError("no time left")

    monkeypatch.setattr(oracle, "SLICE", 1)
    monkeypatch.setattr(remote, "Remote", too_late)
    found = solve_breaks(
        build_model(all_must(12, 0)),
        stop=stop,
        limits=Limits(),
        on_progress=lambda one: seen.append(one.value),
    )
    assert stop.is_requested, "what is best was not told at once"
    assert (found.status, found.value) == (PlanStatus.FEASIBLE, seen[-1])


def test_reports_never_get_worse() -> None:
    seen: list[Progress] = []
    found = solved(tiny.model_of(tiny.event(3)), on_progress=seen.append)
    values = [p.value for p in seen if p.value is not None]
    assert values == sorted(values, reverse=True)
    assert [p.bound for p in seen] == sorted(p.bound or 0 for p in seen)
    assert (values[-1], seen[-1].bound) == (found.value, found.bound)


def test_the_same_seed_gives_the_same_timetable() -> None:
    model = crowded(12, 16)
    first, second = solved(model), solved(model)
    assert first.assignment is not None
    assert second.assignment is not None
    assert np.array_equal(first.assignment.slot, second.assignment.slot)


def test_a_perfect_hint_is_kept() -> None:
    model = crowded(12, 16)
    found = solved(model)
    assert found.assignment is not None
    again = solved(model, hint=Assignment(found.assignment.slot))
    assert (again.value, again.status) == (found.value, PlanStatus.OPTIMAL)


def test_what_bit_masks_cannot_say_is_not_supported() -> None:
    problem = tiny.event(0)
    assert is_supported(build_model(problem))
    wish = replace(problem.requests[0], must=False)
    long = replace(problem.requests[0], length=2)
    for one in (wish, long):
        assert not is_supported(build_model(replace(problem, requests=(one, *problem.requests[1:]))))


QUICK = (
    "tic-12.original",
    "tic-12.forb0003",
    "forumt-14.original",
    "tic-13.fixed020-Forb",
    "forum-13crafc.prec15",
)


@pytest.mark.parametrize("name", QUICK)
def test_published_optima_are_reproduced_with_proof(name: str, benchmarks) -> None:  # type: ignore[no-untyped-def]
    from treffen.files import read_problem

    rows = [r.split(",") for r in (benchmarks / "b2b" / "best_known.csv").read_text().splitlines()]
    published = {r[0]: r[1] for r in rows}[f"{name}.dzn"]
    problem = read_problem(benchmarks / "b2b" / f"{name}.dzn").problem
    assert problem is not None
    found = solved(build_model(problem))
    answer = "UNSAT" if found.is_infeasible else str(found.value)
    assert (answer, found.bound) == (published, found.value or 0)
