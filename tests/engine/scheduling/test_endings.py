"""Endings by a formula for what beliefs begin, in this process or in others."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from tests.engine.scheduling.full_days import assert_rules_are_kept, filled, with_worthless_musts

from treffen.generation import tight
from treffen.problem import Problem
from treffen.scheduling import endings
from treffen.scheduling.refill import Refill
from treffen.scheduling.run import SchedulerState
from treffen.scheduling.schedule import start
from treffen.solvers.base import Limits, Stop
from treffen.solvers.satisfiability import Sets, pack
from treffen.solvers.satisfiability.packers import packers

pytestmark = pytest.mark.once


def _ended(event: Problem, *, threads: int = 1) -> tuple[SchedulerState, int]:
    """A run after the search for endings, and the value before it."""
    run, guide = filled(event, threads=threads)
    before = run.board.value
    with packers(threads) as own:
        following = endings.search(run, guide, Refill(run, guide), own, first=0, patience=3)
    assert following >= 1
    assert run.missing() == []
    assert run.board.value <= guide.bound
    return run, before


def test_endings_lose_less_and_keep_all_rules() -> None:
    run, before = _ended(tight(60, 4))
    assert run.board.value > before
    assert_rules_are_kept(run)


def test_what_must_be_held_is_held_in_every_ending() -> None:
    run, before = _ended(with_worthless_musts())
    assert run.board.value > before


def test_two_processes_end_alike_each_time_and_no_worse_than_they_began() -> None:
    (one, before), (other, _) = (_ended(tight(60, 4), threads=2) for _ in range(2))
    assert (one.board.slot == other.board.slot).all()
    assert one.board.value > before


def test_who_packs_elsewhere_answers_alike_and_a_lost_one_is_replaced() -> None:
    ways = Sets(np.array([0, 1, 1, 2, 0, 2]), np.array([0, 2, 4, 6]), np.array([5.0, 1.0, 3.0]))
    likely, given = np.array([True, False, False]), {"limit": 3.0, "largest": 9.0, "conflicts": 100}
    here = pack(ways, likely, **given)
    with packers(2) as own:
        assert own[0](ways, likely, **given) == here
        own[1].close()  # type: ignore[attr-defined]
        assert own[1](ways, likely, **given) == here


@pytest.mark.parametrize("interpreter", [None, "", "/nowhere/python"])
def test_where_no_process_can_be_started_all_pack_here(
    monkeypatch: pytest.MonkeyPatch, interpreter: str | None
) -> None:
    monkeypatch.setattr(sys, "executable", interpreter)
    with packers(2) as own:
        assert own == [pack, pack]


def test_only_what_a_formula_can_answer_for_is_ended_so() -> None:
    run = start(tight(45, 6), limits=Limits(), goals=None, on_progress=None, stop=Stop())
    assert endings.are_open_to(run.model, 200)
    assert not endings.are_open_to(run.model, 5_000)
