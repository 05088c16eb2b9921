"""Turns of decisions by beliefs: messages settle, the likeliest ways are held, some are taken back.

A search may keep beliefs poised: from so many decisions on as many are taken back as are made. So they
pass from one beginning of a timetable to the next, and for each the caller looks for an ending.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from treffen.solvers.colouring import beliefs

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
        held = beliefs.decide(entries, pace.each, turn, net, *kernel)
        if not held:
            return
        is_poised = pace.poised is not None and np.count_nonzero(net[-1]) >= pace.poised
        due = due % 1 + (1.0 if is_poised else pace.back) * held
        beliefs.take_back(entries, int(due), turn, net, *kernel)
        if is_poised:
            if waited % PERIOD == 0 and not look():
                return
            waited += 1
