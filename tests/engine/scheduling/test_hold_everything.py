"""Whether all requests fit is tried only where it may be so, and leaves no trace where it is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.scheduling import select
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.schedule import start
from treffen.solvers.base import Limits, Stop

pytestmark = pytest.mark.once
PEOPLE = tuple(f"p{n}" for n in range(6))
PAIRS = tuple((a, b) for n, a in enumerate(PEOPLE) for b in PEOPLE[n + 1 :])


def event(pairs: tuple[tuple[str, str], ...], *, slots: int, places: int) -> Problem:
    return Problem(
        slots=tuple(Slot(id=f"s{n}") for n in range(slots)),
        places=tuple(Place(id=f"t{n}") for n in range(places)),
        participants=tuple(Participant(id=p) for p in PEOPLE),
        requests=tuple(Request(id="-".join(pair), participants=pair) for pair in pairs),
    )


def begun(problem: Problem, stop: Stop | None = None) -> SchedulerState:
    return start(problem, limits=Limits(), goals=None, on_progress=None, stop=stop or Stop())


def looked_for_chains(run: SchedulerState) -> bool:
    return bool(run.board._clock[0])


def test_all_of_them_are_held_where_they_fit() -> None:
    run = begun(event(PAIRS, slots=5, places=3))
    assert select.hold_everything(run)
    assert (run.board.slot >= 0).all()
    assert looked_for_chains(run)


def test_nothing_is_tried_where_tables_are_scarce() -> None:
    run = begun(event(PAIRS, slots=5, places=2))
    assert not select.hold_everything(run)
    assert not looked_for_chains(run)


def test_nothing_is_tried_where_one_request_can_never_be_held() -> None:
    problem = event(PAIRS, slots=5, places=3)
    early, late, *others = problem.participants
    apart = (
        replace(early, free=frozenset({"s0", "s1", "s2"})),
        replace(late, free=frozenset({"s3", "s4"})),
        *others,
    )
    run = begun(replace(problem, participants=apart, requests=(problem.requests[0], problem.requests[-1])))
    assert not select.hold_everything(run)
    assert (run.board.slot < 0).all()
    assert not looked_for_chains(run)


def test_a_stop_is_heard_before_anything_is_tried() -> None:
    stop = Stop()
    stop.request()
    run = begun(event(PAIRS, slots=5, places=3), stop)
    assert not select.hold_everything(run)
    assert (run.board.slot < 0).all()


def test_musts_stay_where_they_were_put_when_the_others_do_not_fit() -> None:
    triangle = event((("p0", "p1"), ("p1", "p2"), ("p0", "p2")), slots=2, places=3)
    problem = replace(triangle, requests=(*triangle.requests[:2], replace(triangle.requests[2], must=True)))
    run = begun(problem)
    select.insert_musts(run)
    musts = run.board.slot.copy()
    assert not select.hold_everything(run)
    assert np.array_equal(run.board.slot, musts)
    assert (musts >= 0).tolist() == [False, False, True]
