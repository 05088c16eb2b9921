"""Where an option may start, seen alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from treffen.problem import Problem, Request
from treffen.problem.plain_requests import plain_requests_of
from treffen.solvers.base.build.index import Index
from treffen.solvers.base.build.supply import Supply
from treffen.solvers.base.model import Array, Flags, Small


def starts(problem: Problem, index: Index, model: dict[str, Any], supplies: Sequence[Supply]) -> Flags:
    """[O, T] whether the option may start there, seen alone."""
    flags = _running(model)
    for supply in supplies:
        _serve(flags, supply)
    of_request, requests = model["option_request"], problem.requests
    for o in _special(problem, index, model):
        request, length = requests[of_request[o]], int(model["length"][o])
        flags[o] &= index.slots(request.slots)
        if length > 1:
            flags[o] = _runs(flags[o], model["block"], length)
        _fix(request, index, flags[o])
    return flags


def _running(model: dict[str, Any]) -> Flags:
    """[O, T] whether all attendees are free."""
    pointers, seats, free = model["seat_ptr"], model["seats"], model["free"]
    sizes = np.diff(pointers)
    flags = np.ones((len(sizes), free.shape[1]), bool)
    for seat in range(int(sizes.max(initial=0))):
        if (sizes > seat).all():
            flags &= free[seats[pointers[:-1] + seat]]
        else:
            has = np.flatnonzero(sizes > seat)
            flags[has] &= free[seats[pointers[has] + seat]]
    return flags


def _serve(flags: Flags, supply: Supply) -> None:
    """Take away the slots in which nothing that suits is open, in place."""
    can_serve = supply.can_serve()
    if len(can_serve) == 1 and (supply.of_option == 0).all():
        flags &= can_serve
        return
    served = np.flatnonzero(supply.of_option >= 0)
    if len(served):
        flags[served] &= can_serve[supply.of_option[served]]


def _special(problem: Problem, index: Index, model: dict[str, Any]) -> list[int]:
    """Options that last longer than one slot, or may not start just anywhere."""
    requests = problem.requests
    special = np.zeros(len(requests), bool)
    if plain_requests_of(problem) is None:
        special[:] = [r.slots is not None or r.slot is not None or r.length > 1 for r in requests]
    if index.frozen:
        special |= [r.id in index.frozen for r in requests]
    return np.flatnonzero(special[model["option_request"]]).tolist()


def _fix(request: Request, index: Index, flags: Array) -> None:
    """Leave only the slot that is frozen or fixed, in place."""
    frozen = index.frozen.get(request.id)
    fixed = frozen.slot if frozen else request.slot
    if fixed is not None:
        flags &= index.slots((fixed,))


def _runs(running: Array, block: Small, length: int) -> Array:
    """Starts from which `length` slots of one block all are open."""
    n = len(running)
    flags = np.zeros(n, bool)
    for t in range(n - length + 1):
        flags[t] = running[t : t + length].all() and block[t] == block[t + length - 1]
    return flags
