"""Where an option may start, seen alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from treffen.problem import Problem, Request
from treffen.solvers.base.build.index import Index
from treffen.solvers.base.build.supply import Supply
from treffen.solvers.base.model import Array, Flags, Small


def starts(problem: Problem, index: Index, model: dict[str, Any], supplies: Sequence[Supply]) -> Flags:
    """[O, T] whether the option may start there, seen alone."""
    n_options, n_slots = len(model["option_request"]), len(problem.slots)
    running = np.ones((n_options, n_slots), bool)
    pointers, seats = model["seat_ptr"], model["seats"]
    for seat in range(int(np.diff(pointers).max(initial=0))):
        has = np.flatnonzero(np.diff(pointers) > seat)
        running[has] &= model["free"][seats[pointers[has] + seat]]
    for supply in supplies:
        served = np.flatnonzero(supply.of_option >= 0)
        if len(served) and len(supply.sets):
            running[served] &= supply.can_serve()[supply.of_option[served]]
    requests = problem.requests
    special = [
        o
        for o, r in enumerate(model["option_request"].tolist())
        if requests[r].slots is not None or requests[r].slot is not None or requests[r].id in index.frozen
    ]
    starts = running.copy()
    for o in special:
        _restrict(requests[model["option_request"][o]], index, running[o], starts[o])
    for o in np.flatnonzero(model["length"] > 1).tolist():
        starts[o] &= _runs(running[o], model["block"], int(model["length"][o]))
    return starts


def _restrict(request: Request, index: Index, running: Array, starts: Array) -> None:
    """Narrow one option's rows in place to the slots that its request allows or fixes."""
    running &= index.slots(request.slots)
    starts &= running
    frozen = index.frozen.get(request.id)
    fixed = frozen.slot if frozen else request.slot
    if fixed is not None:
        starts &= index.slots(frozenset([fixed]))


def _runs(running: Array, block: Small, length: int) -> Array:
    """Starts from which `length` slots of one block all are open."""
    n = len(running)
    flags = np.zeros(n, bool)
    for t in range(n - length + 1):
        flags[t] = running[t : t + length].all() and block[t] == block[t + length - 1]
    return flags
