"""Where everybody's time decides: all that could be tried is tried, in a fraction of a millisecond."""

from __future__ import annotations

import numpy as np

from treffen.admission.state import AdmissionState
from treffen.problem import RequestId
from treffen.solvers.base.model import Array
from treffen.solvers.colouring.exhaustion import WIDEST
from treffen.solvers.satisfiability import Extension

NARROWING, LEAST, MOST = 350_000, 1_000, 30_000  # steps for a smaller core: in all, and of one try


def is_of_time(state: AdmissionState) -> bool:
    """Whether everybody's time, in slots that a mask holds, and places that are counted, decide alone."""
    is_bare = not (state.has_choice or state.has_breaks or len(state.model.before))
    return state.is_plain and is_bare and state.model.n_slots <= WIDEST


def exhausted(state: AdmissionState, request: RequestId, *, steps: int, is_named: bool = False) -> Extension:
    """Slots for a request and those that it pushes, or options with which it cannot be held, or neither.

    Where places are too few for the slots found, neither: more steps would find the same slots, which is
    told as `is_too_large`. `is_named`: of options only those that a proof needs.
    """
    if not is_of_time(state):
        return Extension()
    option = state.options(request)[0]
    verdict, found, slots, left = state.board.exhaust(option, steps=steps)
    if verdict == 0:
        needed = _smaller(state, option, found, steps=steps - left) if is_named else found
        return Extension(core=tuple(needed.tolist()))
    if verdict < 0 or not _has_room(state, found, slots):
        return Extension(is_too_large=verdict > 0)
    return Extension(slots=dict(zip(found.tolist(), slots.tolist(), strict=True)))


def _has_room(state: AdmissionState, options: Array, slots: Array) -> bool:
    """Whether capacity suffices where these options would stand."""
    model, before, load = state.model, state.board.slot, state.board.load().copy()
    for o, t in zip(options.tolist(), slots.tolist(), strict=True):
        rows = model.rows[model.row_ptr[o] : model.row_ptr[o + 1]]
        load[rows, t] += 1
        if before[o] >= 0:
            load[rows, before[o]] -= 1
    return bool((load <= model.capacity).all())


def _smaller(state: AdmissionState, option: int, core: Array, *, steps: int) -> Array:
    """A core without what it does not need: large portions are left out first, then single requests.

    It took so many steps to find it; each try may take as many as the last proof, twice.
    """
    left_out = np.ones(state.model.n_options, np.bool_)
    left_out[core] = False
    size, budget = max(1, len(core) // 2), NARROWING
    while budget > 0:
        n_before = len(core)
        for part in (core[at : at + size] for at in range(0, n_before, size)):
            if budget <= 0:
                break
            part_kept = part[(part != option) & ~left_out[part]]
            if not len(part_kept):
                continue
            left_out[part_kept] = True
            most = min(budget, max(LEAST, min(2 * steps, MOST)))
            verdict, found, _, left = state.board.exhaust(option, steps=most, left_out=left_out)
            budget -= most - left
            if verdict == 0:
                left_out[core], steps = True, most - left
                left_out[found] = False
            else:
                left_out[part_kept] = False
        core = core[~left_out[core]]
        if size == 1 and len(core) == n_before:
            break
        size = max(1, size // 2)
    return core
