"""Promised places stay wherever they can, against every choice of places there is; the rest is comfort."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engine.solvers.placement.timed import choices, measure, timed_events

from treffen.problem import Goal, Interpreter, Participant, Place, Problem, Request, Slot
from treffen.solvers.base import Assignment, Stop, build_model
from treffen.solvers.base.model import Model, Small
from treffen.solvers.placement.stable_assignment import (
    Resources,
    exchange_places,
    keep_interpreters,
    keep_places,
)

WALKS = (Goal.WALKING, Goal.CHANGES)


def array(n: int, things: dict[int, int]) -> Small:
    return np.array([things.get(o, -1) for o in range(n)], np.int32)


def placed(problem: Problem, slots: list[int]) -> tuple[Model, list[dict[int, int]]]:
    """The model, and every choice of places; draws another event where there is none."""
    model = build_model(problem)
    every = choices(model, slots)
    assume(every)
    return model, every


@settings(deadline=None, max_examples=150)
@given(event=timed_events(), data=st.data())
def test_no_choice_of_places_keeps_more_promises_and_none_is_broken_for_comfort(
    event: tuple[Problem, list[int]], data: st.DataObject
) -> None:
    problem, slots = event
    model, every = placed(problem, slots)
    now = data.draw(st.sampled_from(every))
    promised = {o: data.draw(st.integers(-1, len(problem.places) - 1)) for o in now}
    nothing = array(len(slots), {})
    things = Resources(now=array(len(slots), now), promised=array(len(slots), promised), before=nothing)
    kept = keep_places(model, Assignment(np.array(slots, np.int32)), things, goals=WALKS)
    found = {o: x for o, x in enumerate(kept.tolist()) if x >= 0}
    assert found in every

    def key(choice: dict[int, int]) -> tuple[int, ...]:
        broken = -sum(choice[o] == promised[o] for o in choice)
        values = measure(model, slots, choice)
        return broken, values[Goal.WALKING], values[Goal.CHANGES]

    assert key(found)[0] == min(key(c)[0] for c in every)
    assert key(found) <= key(now)


@settings(deadline=None, max_examples=100)
@given(event=timed_events(), data=st.data())
def test_promised_places_are_exchanged_for_and_none_is_lost(
    event: tuple[Problem, list[int]], data: st.DataObject
) -> None:
    problem, slots = event
    model, every = placed(problem, slots)
    now, told = data.draw(st.sampled_from(every)), data.draw(st.sampled_from(every))
    n = len(slots)
    things = Resources(now=array(n, now), promised=array(n, told), before=nobody(n))
    kept = exchange_places(model, Assignment(np.array(slots, np.int32)), things)
    found = {o: x for o, x in enumerate(kept.tolist()) if x >= 0}
    assert found in every
    assert {o for o in now if now[o] == told[o]} <= {o for o in now if found[o] == told[o]}


def test_who_sits_at_a_promised_place_changes_with_whom_it_was_promised_to() -> None:
    model = build_model(
        replace(day(2), requests=(*day(2).requests[:1], Request(id="c", participants=("2", "3"))))
    )
    things = Resources(now=np.array([0, 1], np.int32), promised=np.array([1, -1], np.int32), before=nobody(2))
    assert exchange_places(model, Assignment(np.array([0, 0], np.int32)), things).tolist() == [1, 0]


def day(n: int) -> Problem:
    people = tuple(Participant(id=str(i), languages=frozenset({"de" if i % 2 else "en"})) for i in range(4))
    return Problem(
        slots=(Slot(id="s0", block="am"), Slot(id="s1", block="am")),
        places=tuple(Place(id=f"t{i}", zone=f"z{i // 2}") for i in range(n)),
        participants=people,
        interpreters=(
            Interpreter(id="i0", languages=frozenset({"de", "en"})),
            Interpreter(id="i1", languages=frozenset({"de", "en"})),
        ),
        requests=(Request(id="a", participants=("0", "1")), Request(id="b", participants=("0", "3"))),
    )


def test_an_added_meeting_sits_where_those_in_it_were_before() -> None:
    model = build_model(day(4))
    things = Resources(now=np.array([3, 0], np.int32), promised=np.array([3, -1], np.int32), before=nobody(2))
    kept = keep_places(model, Assignment(np.array([0, 1], np.int32)), things, goals=())
    assert kept.tolist() == [3, 3]


def test_a_moved_meeting_takes_its_place_along_where_that_costs_no_comfort() -> None:
    model = build_model(day(4))
    before = np.array([-1, 2], np.int32)
    things = Resources(now=np.array([-1, 0], np.int32), promised=nobody(2), before=before)
    kept = keep_places(model, Assignment(np.array([-1, 1], np.int32)), things, goals=())
    assert kept.tolist() == [-1, 2]


def test_a_promised_interpreter_comes_back() -> None:
    model = build_model(day(2))
    now, promised = np.array([0, 0], np.int32), np.array([1, -1], np.int32)
    things = Resources(now=now, promised=promised, before=nobody(2))
    served = keep_interpreters(model, Assignment(np.array([0, 1], np.int32)), things)
    assert served.tolist()[0] == 1


def nobody(n: int) -> Small:
    return np.full(n, -1, np.int32)


def test_without_time_everything_stays_where_it_is() -> None:
    model = build_model(day(4))
    things = Resources(now=np.array([3, 0], np.int32), promised=np.array([2, -1], np.int32), before=nobody(2))
    kept = keep_places(model, Assignment(np.array([0, 1], np.int32)), things, goals=(), stop=Stop(0.0))
    assert kept.tolist() == [3, 0]
    kept = keep_places(model, Assignment(np.array([0, 1], np.int32)), things, goals=(), stop=Stop())
    assert kept.tolist() == [2, 2]
