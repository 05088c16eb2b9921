"""Slots emptied and filled again with less loss."""

from __future__ import annotations

import pytest
from tests.engine.scheduling.full_days import assert_rules_are_kept, filled, with_worthless_musts

from treffen.generation import scarce, tight
from treffen.problem import Problem
from treffen.scheduling.refill import Refill, is_open_to, search
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.schedule import start
from treffen.solvers.base import Limits, Stop
from treffen.solvers.satisfiability import pack

pytestmark = pytest.mark.once


def _refilled(event: Problem) -> tuple[SchedulerState, int]:
    """A run after a search, and the value before it."""
    run, guide = filled(event)
    before = run.board.value
    assert run.missing() == []
    search(run, Refill(run, guide), [pack])
    assert run.missing() == []
    assert run.board.value <= guide.bound
    return run, before


def test_slots_filled_again_lose_less_and_keep_all_rules() -> None:
    run, before = _refilled(tight(60, 4))
    assert run.board.value > before
    assert_rules_are_kept(run)


def test_what_must_be_held_stays_however_little_it_is_worth() -> None:
    run, before = _refilled(with_worthless_musts())
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
