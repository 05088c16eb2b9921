"""Tight events whose slots beliefs have filled: what the tests of refills and endings begin with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from treffen.generation import tight
from treffen.problem import Problem
from treffen.scheduling.decimate import decimate
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.schedule import start
from treffen.scheduling.select import find_bounds, insert_musts
from treffen.solvers.base import Limits, Stop
from treffen.solvers.colouring import PartialTimetable
from treffen.solvers.relaxation.selection import SelectionBound


def filled(event: Problem, *, threads: int = 1) -> tuple[SchedulerState, SelectionBound]:
    """A run whose slots are full, that may still do all its work."""
    limits = Limits(work=6_000, threads=threads)
    run = start(event, limits=limits, goals=None, on_progress=None, stop=Stop())
    insert_musts(run)
    guide = find_bounds(run)
    assert guide is not None
    decimate(run, guide, seed=0, is_exact=False)
    run.worked = 0
    return run, guide


def assert_rules_are_kept(run: SchedulerState) -> None:
    """All that is held can be put on an empty board, one after the other."""
    alone = PartialTimetable(run.model)
    for option in np.flatnonzero(run.board.slot >= 0).tolist():
        assert alone.fits(option, int(run.board.slot[option]))
        alone.put(option, int(run.board.slot[option]))
    assert alone.value == run.board.value


def with_worthless_musts() -> Problem:
    """A tight event in which some must be held that are worth next to nothing."""
    event = tight(45, 6)
    wishes = (replace(r, must=True, value=1) if i % 40 == 0 else r for i, r in enumerate(event.requests))
    return replace(event, requests=tuple(wishes))
