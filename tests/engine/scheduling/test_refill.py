"""Slots emptied and filled again with less loss."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from treffen.generation import scarce, tight
from treffen.problem import Problem
from treffen.scheduling.decimate import decimate
from treffen.scheduling.refill import Refill, is_open_to, search
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.schedule import start
from treffen.scheduling.select import find_bounds, insert_musts
from treffen.solvers.base import Limits, Stop
from treffen.solvers.colouring import PartialTimetable
from treffen.solvers.satisfiability import pack

pytestmark = pytest.mark.once


def _refilled(event: Problem) -> tuple[SchedulerState, int]:
    """A run after a search, and the value before it."""
    run = start(event, limits=Limits(work=6_000), goals=None, on_progress=None, stop=Stop())
    insert_musts(run)
    guide = find_bounds(run)
    assert guide is not None
    decimate(run, guide, seed=0, is_exact=False)
    before, run.worked = run.board.value, 0
    assert run.missing() == []
    search(run, Refill(run, guide), [pack])
    assert run.missing() == []
    assert run.board.value <= guide.bound
    return run, before


def test_slots_filled_again_lose_less_and_keep_all_rules() -> None:
    run, before = _refilled(tight(60, 4))
    assert run.board.value > before
    alone = PartialTimetable(run.model)
    for option in np.flatnonzero(run.board.slot >= 0).tolist():
        assert alone.fits(option, int(run.board.slot[option]))
        alone.put(option, int(run.board.slot[option]))
    assert alone.value == run.board.value


def test_what_must_be_held_stays_however_little_it_is_worth() -> None:
    event = tight(45, 6)
    wishes = (replace(r, must=True, value=1) if i % 40 == 0 else r for i, r in enumerate(event.requests))
    run, before = _refilled(replace(event, requests=tuple(wishes)))
    assert run.board.value > before


def test_the_same_seed_and_work_fill_alike() -> None:
    (one, _), (other, _) = _refilled(tight(60, 4)), _refilled(tight(60, 4))
    assert (one.board.slot == other.board.slot).all()


def test_scarce_places_are_no_matter_of_peoples_slots() -> None:
    models = [
        start(event, limits=Limits(), goals=None, on_progress=None, stop=Stop()).model
        for event in (tight(40, 1), scarce(40, 1))
    ]
    assert [is_open_to(model) for model in models] == [True, False]
