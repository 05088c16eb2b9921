"""Fill slot after slot by the heaviest matching, guided by what later slots will need.

Where everybody's time is full, Kempe chains cannot move and greedy insertion leaves holes. Here
each slot takes the options that are worth most, corrected by how likely they are in this slot
among all ways to fill the slots that are left (see `solvers.colouring.marginals`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treffen.scheduling.run import SchedulerState
from treffen.solvers.relaxation.matching import heaviest
from treffen.solvers.relaxation.selection import SelectionBound

Floats = NDArray[np.float64]
ROUNDS = 120
WIDTH = 8  # options whose loss is above WIDTH * tau are left out


def decimate(run: SchedulerState, guide: SelectionBound, *, seed: int, sharpness: float = 0.07) -> None:
    """Fill the slots of the board in random order; what it holds already stays.

    `sharpness` is the loss, as a share of the typical value, at which an option becomes less
    likely by a factor e.
    """
    model, board = run.model, run.board
    rng = np.random.default_rng([run.limits.seed, seed])
    reduced = guide.reduced[model.option_request]
    likely_held = guide.held[model.option_request] > 0.5
    typical = float(np.median(model.value[likely_held])) if likely_held.any() else 1.0
    tau = max(1e-9, sharpness * typical)
    candidates = np.flatnonzero((reduced > -WIDTH * tau) & (board.slot < 0) & (model.length == 1))
    prior = np.exp(np.minimum(0.0, reduced[candidates] / tau))
    priced = _priced(run, guide)
    open_slots = rng.permutation(model.n_slots).tolist()
    while open_slots and not run.stop.is_reached():
        now = open_slots[0]
        fits = board.where_fits(candidates, np.array(open_slots))
        row, slot = np.nonzero(fits)
        entries = (candidates[row], slot.astype(np.int64))
        wants = (priced[:, None] & model.free & (board.occupied() < 0)).astype(np.int8)
        likely = board.marginals(entries, prior[row], wants, rounds=ROUNDS)
        here = (slot == now) & (likely > 1e-7)
        options = candidates[row[here]]
        gain = model.value[options] + tau * np.log(likely[here])
        room = board.room()[:, now]
        seconds = run.seconds(2.0)
        for i in heaviest(model, options, gain, room=room, seconds=seconds).tolist():
            if board.fits(int(options[i]), now):
                board.put(int(options[i]), now)
        open_slots.pop(0)


def _priced(run: SchedulerState, guide: SelectionBound) -> NDArray[np.bool_]:
    """People whose time is scarce in the relaxation: every free slot of theirs should be used."""
    people = {row.participants[0] for row in guide.certificate.rows if len(row.participants) == 1}
    flags = np.array([p.id in people for p in run.model.problem.participants], bool)
    full = run.model.maximum >= run.model.free.sum(axis=1)
    return flags & full
