"""Filling all slots by beliefs, where the relaxation leaves little or nothing to believe in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from treffen.generation import tight
from treffen.scheduling.decimate import decimate
from treffen.scheduling.schedule import start
from treffen.scheduling.select import find_bounds
from treffen.solvers.base import Limits, Stop

pytestmark = pytest.mark.once


def test_what_no_price_speaks_for_still_fills_free_slots() -> None:
    run = start(tight(20, 1), limits=Limits(), goals=None, on_progress=None, stop=Stop())
    guide = find_bounds(run)
    assert guide is not None
    without = replace(guide, held=np.zeros_like(guide.held), reduced=np.full_like(guide.reduced, -1e9))
    decimate(run, without, seed=0)
    assert (run.board.slot >= 0).any()
    assert not run.board.where_fits(np.flatnonzero(run.board.slot < 0), np.arange(run.model.n_slots)).any()
