"""Turns of decisions by beliefs: messages settle, the likeliest ways are held, some are taken back.

A search may keep beliefs poised: from so many decisions on as many are taken back as are made. So they
pass from one beginning of a timetable to the next, and for each the caller looks for an ending.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.colouring import beliefs

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FEW = 20  # ways beyond those that are wanted, as some do not fit
PERIOD = 10  # turns from one beginning to the next


class Pace(NamedTuple):
    """How many are held at a time, taken back for each, and from how many on beliefs are poised."""

    each: int
    back: float
    poised: int | None


def decide_all(
    entries: tuple[Any, Any],
    net: tuple[Any, ...],
    kernel: tuple[Any, Any],
    *,
    pace: Pace,
    goes_on: Callable[[], bool],
    look: Callable[[], bool],
) -> None:
    """Hold ways, and take some back, while it goes on. `kernel`: model and state.

    Poised, it calls `look` every few turns, which leaves the board as it was and says whether to go on.
    """
    looks, turn, due, waited = beliefs.FIRST_LOOKS, 0, 0.0, 0
    while goes_on():
        for _ in range(looks):
            if not beliefs.settle_messages(net) or not goes_on():
                break
        turn, looks = turn + 1, beliefs.LOOKS
        held = _decide(entries, pace.each, turn, net, kernel)
        if not held:
            return
        is_poised = pace.poised is not None and np.count_nonzero(net[-1]) >= pace.poised
        due = due % 1 + (1.0 if is_poised else pace.back) * held
        ways = np.flatnonzero(net[-1])
        beliefs.take_back(entries, _least(ways, net[4][ways], int(due)), turn, net, *kernel)
        if is_poised:
            if waited % PERIOD == 0 and not look():
                return
            waited += 1


def _decide(
    entries: tuple[Any, Any], each: int, turn: int, net: tuple[Any, ...], kernel: tuple[Any, Any]
) -> int:
    """Hold so many of the likeliest ways, if they fit; of all, if none of these does."""
    ways = beliefs.open_ways(net)
    weight, held = -net[4][ways], 0
    for most in (2 * each + FEW, len(ways)):
        if not held:
            held = int(beliefs.decide(entries, _least(ways, weight, most), each, turn, net, *kernel))
    return held


def _least(ways: Ints, weight: Floats, most: int) -> Ints:
    """So many of the ways, of the smallest weights, in their order."""
    if most < len(ways):
        few = np.argpartition(weight, most)[:most]
        ways, weight = ways[few], weight[few]
    return ways[np.argsort(weight, kind="stable")]
