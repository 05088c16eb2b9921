"""Meetings of six that must be held, among many of two, find their slots without an exact search."""

from __future__ import annotations

import random

import pytest

from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.scheduling import required, schedule
from treffen.scheduling.run import SchedulerState
from treffen.solvers.base import Limits
from treffen.timetable import PlanStatus

PEOPLE, SLOTS = [f"p{n}" for n in range(24)], 8


def planted(seed: int, share: float) -> Problem:
    """A timetable taken apart: in each slot one of six, the others in pairs, some of both left out."""
    rng = random.Random(seed)
    parties: list[tuple[str, ...]] = []
    for _ in range(SLOTS):
        people = rng.sample(PEOPLE, len(PEOPLE))
        there = [tuple(people[:6]), *(tuple(people[n : n + 2]) for n in range(6, len(people), 2))]
        parties += [some for some in there if rng.random() < share]
    rng.shuffle(parties)
    return Problem(
        slots=tuple(Slot(id=f"s{n}") for n in range(SLOTS)),
        places=tuple(Place(id=f"t{n}") for n in range(12)),
        participants=tuple(Participant(id=p) for p in PEOPLE),
        requests=(
            *(Request(id=f"r{n}", participants=some, must=True) for n, some in enumerate(parties)),
            Request(id="a wish", participants=("p0", "p1")),
        ),
        pair_once=False,
    )


@pytest.mark.parametrize("share", [0.7, 0.8])
@pytest.mark.parametrize("seed", range(4))
def test_all_are_held(seed: int, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    def search(_: SchedulerState) -> None:
        pytest.fail("an exact search was needed")

    monkeypatch.setattr(required, "hold_musts", search)
    problem = planted(seed, share)
    plan = schedule(problem, limits=Limits(work=100))
    assert plan.status in (PlanStatus.OPTIMAL, PlanStatus.FEASIBLE)
    held = {m.request for m in plan.timetable.meetings}
    assert {r.id for r in problem.requests if r.must} <= held
