"""The first timetable of an event with very many leftovers."""

from __future__ import annotations

import pytest

from treffen.generation import tight
from treffen.scheduling import mending, select
from treffen.scheduling.schedule import start
from treffen.solvers.base import Limits, Stop

pytestmark = pytest.mark.once


def test_what_is_left_over_and_loses_little_comes_in_by_chains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(select, "MOST_LEFTOVERS", 0)
    run = start(tight(100, 2), limits=Limits(), goals=None, on_progress=None, stop=Stop())
    guide = select.find_bounds(run)
    values = []
    for turns in (0, mending.MOST_TURNS):
        monkeypatch.setattr(mending, "MOST_TURNS", turns)
        run.board.restore(run.board.slot * 0 - 1)
        select.first_timetable(run, guide)
        values.append(run.board.value)
    assert guide is not None
    assert values[0] < values[1] <= guide.bound
