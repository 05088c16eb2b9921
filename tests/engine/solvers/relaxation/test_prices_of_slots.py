"""Bounds on breaks and idle time from prices of slots: sound, and alike for maker and checker."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from tests.engine.solvers.satisfiability import tiny

from treffen.problem import Goal
from treffen.solvers.base import Model, build_model
from treffen.solvers.relaxation.patterns import is_priceable, price_slots
from treffen.verification.bounds import BoundIndex, proved_bound
from treffen.verification.index import ProblemIndex


@pytest.mark.parametrize("seed", range(150))
def test_the_bound_is_sound_and_the_verifier_recomputes_the_same(seed: int) -> None:
    problem = tiny.event(seed)
    model = tiny.model_of(problem)
    found = price_slots(model)
    best = tiny.fewest(model)
    if found is None or best is None:
        return
    assert found.bound <= best
    assert proved_bound(BoundIndex(ProblemIndex(problem)), found.certificate) == found.bound


def idle(model: Model, person: int, slots: tiny.Slots) -> int:
    """Idle slots of one person, read off the text of each block."""
    return sum(text.count(".") for text in tiny.days(model, person, slots))


@pytest.mark.parametrize("seed", range(0, 150, 2))
def test_the_bound_of_idle_time_is_sound_and_recomputed_too(seed: int) -> None:
    problem = tiny.event(seed)
    model = tiny.model_of(problem)
    found = price_slots(model, goal=Goal.IDLE)
    least = [sum(idle(model, p, slots) for p in range(model.n_people)) for slots in tiny.timetables(model)]
    if found is None or not least:
        return
    assert found.bound <= min(least)
    assert proved_bound(BoundIndex(ProblemIndex(problem)), found.certificate) == found.bound


@pytest.mark.once
def test_prices_are_found_without_scipy() -> None:
    script = (
        "import sys\nfrom tests.engine.solvers.satisfiability import tiny\n"
        "from treffen.solvers.relaxation.patterns import price_slots\n"
        "found = price_slots(tiny.model_of(tiny.event(7)))\n"
        "print(found is not None, 'highspy' in sys.modules, 'scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "True True False\n"


def test_scarce_places_are_priced_where_nobody_alone_needs_a_break() -> None:
    """Two pairs meet twice each at one place: a and b early and late, c and d in the middle once."""
    problem = replace(
        tiny.event(1),
        slots=tuple(tiny.Slot(id=str(t)) for t in range(4)),
        places=(tiny.Place(id="t"),),
        talks=(),
        participants=tuple(tiny.Participant(id=p) for p in "abcd"),
        requests=tuple(
            tiny.Request(id=str(i), participants=pair, must=True, slots=slots)
            for i, (pair, slots) in enumerate(
                [
                    (("a", "b"), frozenset("01")),
                    (("a", "b"), frozenset("23")),
                    (("c", "d"), frozenset("12")),
                    (("c", "d"), frozenset("0123")),
                ]
            )
        ),
        break_spread=None,
    )
    model = build_model(problem)
    alone, together = price_slots(model, most_nodes=0), price_slots(model)
    assert alone is not None
    assert together is not None
    assert (alone.bound, together.bound, tiny.fewest(model)) == (0, 1, 2)


def test_wishes_are_not_priced() -> None:
    problem = tiny.event(0)
    wish = replace(problem.requests[0], must=False)
    model = build_model(replace(problem, requests=(wish, *problem.requests[1:])))
    assert not is_priceable(model)
    assert price_slots(model) is None
