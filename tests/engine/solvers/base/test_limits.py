"""Stopping is a question that anybody may answer with yes."""

from __future__ import annotations

import threading

import pytest

from treffen.problem import Goal
from treffen.solvers.base import Limits, Progress, Stop


@pytest.mark.parametrize("threads", [-1, 0, 17])
def test_only_from_1_to_16_searches_side_by_side_are_taken(threads: int) -> None:
    with pytest.raises(ValueError, match=f"threads is {threads}; it must be from 1 to 16"):
        Limits(threads=threads)
    assert [Limits(threads=n).threads for n in (1, 16)] == [1, 16]


def test_without_a_limit_nothing_stops_until_somebody_asks() -> None:
    stop = Stop()
    assert not stop.is_reached()
    assert stop.remaining() == float("inf")
    assert stop.remaining(at_most=3) == 3
    stop.request()
    assert stop.is_reached()
    assert stop.is_requested
    assert stop.remaining() == 0


def test_time_that_ran_out_is_not_a_request() -> None:
    stop = Stop(0)
    assert stop.is_reached()
    assert not stop.is_requested
    assert stop.remaining() == 0


def test_another_thread_may_ask() -> None:
    stop = Stop(600)
    thread = threading.Thread(target=stop.request)
    thread.start()
    thread.join()
    assert stop.is_reached()


def test_the_gap_is_relative_to_the_bound_and_unknown_while_one_side_is() -> None:
    def gap(value: int | None, bound: int | None) -> float | None:
        return Progress(phase="relax", goal=Goal.VALUE, value=value, bound=bound, seconds=0).gap

    assert gap(90, 100) == 0.1
    assert gap(5, 5) == 0
    assert gap(0, 0) == 0
    assert gap(3, 0) == 3
    assert gap(None, 5) is None
    assert gap(5, None) is None
