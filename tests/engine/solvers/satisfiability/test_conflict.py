"""Contradictions found without a search: never wrong, small, and named for what runs out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.engine.solvers.satisfiability import tiny

from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.solvers.base import build_model
from treffen.solvers.satisfiability import CoreFinding, find_conflict
from treffen.solvers.satisfiability.conflict import conflict_of, refute
from treffen.solvers.satisfiability.instance import instance_of
from treffen.solvers.satisfiability.propagation import Propagator
from treffen.timetable import CoreKind


def event(*requests: Request, n_slots: int = 4, n_places: int = 4, spread: int | None = None) -> Problem:
    people = dict.fromkeys(p for r in requests for p in r.participants)
    return Problem(
        slots=tuple(Slot(id=str(t)) for t in range(n_slots)),
        places=tuple(Place(id=f"t{i}") for i in range(n_places)),
        participants=tuple(Participant(id=p) for p in people),
        requests=requests,
        pair_once=False,
        break_spread=spread,
    )


def must(id: str, people: str, **rest: object) -> Request:
    return Request(id=id, participants=tuple(people), must=True, **rest)  # type: ignore[arg-type]


def conflict(problem: Problem) -> CoreFinding:
    found = find_conflict(build_model(problem))
    assert found is not None
    return found


def test_an_event_is_not_propagated_again_by_who_solves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    refute.cache_clear()
    runs, run = [], Propagator.run

    def counted(known: Propagator) -> None:
        runs.append(known)
        run(known)

    monkeypatch.setattr(Propagator, "run", counted)
    model = build_model(event(must("only this test", "ab"), must("asks about it", "bc")))
    assert find_conflict(model, only=model.must) is None
    assert conflict_of(model, instance_of(model)) is None
    assert len(runs) == 1


@pytest.mark.parametrize("seed", range(200))
def test_a_core_can_never_be_held_whatever_else_is(seed: int) -> None:
    model = tiny.model_of(tiny.event(seed))
    found = find_conflict(model)
    if found is None:
        return
    assert tiny.fewest(model) is None
    if found.kind is not CoreKind.BREAKS:
        assert not any(True for _ in tiny.timetables(model, sorted(found.options)))
    if found.is_minimal:
        for o in found.options:
            rest = sorted(set(found.options) - {o})
            assert any(True for _ in tiny.timetables(model, rest))


def test_too_many_meetings_in_a_stretch_are_named_with_person_and_slots() -> None:
    early = frozenset({"0", "1"})
    found = conflict(
        event(
            must("1", "ab", slots=early),
            must("2", "ac", slots=early),
            must("3", "ad", slots=early),
            must("4", "ae"),
            must("5", "bc"),
        )
    )
    assert found == CoreFinding(
        kind=CoreKind.SLOTS_OF_PARTICIPANT, options=(0, 1, 2), people=(0,), slots=(0, 1), is_minimal=True
    )


def test_too_few_places_are_named_with_their_slots() -> None:
    first = frozenset({"0"})
    pairs = ("ab", "cd", "ef")
    found = conflict(event(*(must(str(i), p, slots=first) for i, p in enumerate(pairs)), n_places=2))
    assert (found.kind, found.options, found.slots) == (CoreKind.PLACES, (0, 1, 2), (0,))


def test_an_order_that_does_not_fit_is_named() -> None:
    found = conflict(
        event(must("1", "ab"), must("2", "cd", after=("1",)), must("3", "ef", after=("2",)), n_slots=2)
    )
    assert (found.kind, found.options, found.is_minimal) == (CoreKind.ORDER, (0, 1, 2), True)


def test_a_request_fixed_where_nobody_is_free_is_named() -> None:
    problem = event(must("1", "ab", slot="0"))
    busy = Participant(id="a", free=frozenset({"1"}))
    found = conflict(replace(problem, participants=(busy, problem.participants[1])))
    assert (found.kind, found.options) == (CoreKind.FIXED, (0,))


def test_forced_breaks_over_the_limit_are_named_for_the_person() -> None:
    apart = [must(str(t), f"a{chr(98 + t)}", slot=str(t)) for t in (0, 2)]
    found = conflict(replace(event(*apart), most_breaks=0))
    assert (found.kind, found.options, found.people) == (CoreKind.BREAKS, (0, 1), (0,))


def test_a_pair_that_may_meet_only_once_cannot_meet_twice() -> None:
    found = conflict(replace(event(must("1", "ab"), must("2", "ba")), pair_once=True))
    assert (found.kind, found.options) == (CoreKind.TOGETHER, (0, 1))


def test_only_the_requests_asked_about_count() -> None:
    early = frozenset({"0"})
    model = build_model(event(must("1", "ab", slots=early), must("2", "ac", slots=early), must("3", "bc")))
    assert find_conflict(model, only=np.array([True, False, True])) is None
    found = find_conflict(model, only=np.array([True, True, False]))
    assert found is not None
    assert found.options == (0, 1)


def test_wishes_may_fill_holes_so_that_breaks_of_musts_prove_nothing() -> None:
    wish = Request(id="9", participants=("a", "d"))
    fixed = [must("1", "ab", slot="0"), must("2", "ac", slot="2")]
    assert find_conflict(build_model(replace(event(*fixed, wish), most_breaks=0))) is None
