"""Filling all slots by beliefs, where the relaxation leaves little or nothing to believe in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from treffen.generation import tight
from treffen.scheduling import decimate as decimating
from treffen.scheduling.decimate import BACK, SHARPNESS, decimate, prices_of_time
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.schedule import start
from treffen.scheduling.select import find_bounds
from treffen.solvers.base import Limits, Stop
from treffen.solvers.relaxation.selection import SelectionBound

pytestmark = pytest.mark.once


def test_what_no_price_speaks_for_still_fills_free_slots() -> None:
    run = start(tight(20, 1), limits=Limits(), goals=None, on_progress=None, stop=Stop())
    guide = find_bounds(run)
    assert guide is not None
    without = replace(guide, held=np.zeros_like(guide.held), reduced=np.full_like(guide.reduced, -1e9))
    decimate(run, without, seed=0)
    assert (run.board.slot >= 0).any()
    assert not run.board.where_fits(np.flatnonzero(run.board.slot < 0), np.arange(run.model.n_slots)).any()


def test_beliefs_that_take_decisions_back_lose_less() -> None:
    run = start(tight(60, 1), limits=Limits(), goals=None, on_progress=None, stop=Stop())
    guide = find_bounds(run)
    assert guide is not None
    lost = [
        sum(guide.bound - _value_decided(run, guide, back=back, seed=seed) for seed in range(4))
        for back in (0.0, BACK)
    ]
    assert 0 <= lost[1] < lost[0]


@pytest.mark.parametrize("n_held", [0, 60])
def test_the_exact_last_choice_gains_also_where_much_is_held_before(
    n_held: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = start(tight(60, 1), limits=Limits(), goals=None, on_progress=None, stop=Stop())
    guide = find_bounds(run)
    assert guide is not None
    values = []
    for most in (0, decimating.MOST_LATE):
        monkeypatch.setattr(decimating, "MOST_LATE", most)
        values.append(sum(_value_decimated(run, guide, n_held=n_held, seed=seed) for seed in range(3)))
    assert values[0] < values[1]


def _value_decimated(run: SchedulerState, guide: SelectionBound, *, n_held: int, seed: int) -> int:
    run.board.restore(np.full(run.model.n_options, -1, np.int32))
    run.board.insert_all(np.flatnonzero(guide.held > 0.9)[:n_held])
    decimate(run, guide, seed=seed)
    return run.board.value


def _value_decided(run: SchedulerState, guide: SelectionBound, *, back: float, seed: int) -> int:
    board, model = run.board, run.model
    board.restore(np.full(model.n_options, -1, np.int32))
    heat = SHARPNESS * float(np.median(model.value[guide.held > 0.5]))
    near = np.flatnonzero(guide.reduced > -4 * heat)
    row, slot = np.nonzero(board.where_fits(near, np.arange(model.n_slots)))
    board.decide(
        (near[row], slot.astype(np.int64)),
        gain=guide.reduced[near[row]] / heat,
        hole=-prices_of_time(run, guide) / heat,
        seed=seed,
        each=2,
        back=back,
        early=0,
        most=0,
        goes_on=lambda: True,
    )
    return board.value
