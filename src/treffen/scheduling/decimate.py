"""Fill all slots at once, the likeliest meetings first, by beliefs about all ways to fill them.

Where everybody's time is full, Kempe chains cannot move and greedy insertion leaves holes. Here an
option weighs exp(reduced gain / heat), and an empty slot of a person whose time has a price
exp(-price / heat) (see `solvers.colouring.beliefs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.problem import Goal, ParticipantId
from treffen.scheduling.run import SchedulerState
from treffen.timetable import RowKind

if TYPE_CHECKING:
    from treffen.solvers.relaxation.selection import SelectionBound

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SHARPNESS = 0.018  # the heat, as a share of the typical value of what is held
WIDTH = 4  # options whose loss is above WIDTH times the heat are left out
ROUNDS = 110  # of decisions, more or less, were none taken back
BACK = 0.85  # decisions that are taken back for each that is made
LATE, MOST_LATE = 0.12, 200  # share of the meetings decided last, and how many at most: chosen exactly


def decimate(run: SchedulerState, guide: SelectionBound, *, seed: int, is_exact: bool = True) -> None:
    """Fill the slots of the board; what it holds already stays. `is_exact`: in the end."""
    from treffen.scheduling.neighbourhood import Part, retime  # takes long to import

    board = run.board
    found = ways(run, guide)
    if not len(found.slots):
        insert_rest(run)
        return
    wanted = found.wanted
    late = board.decide(
        (found.options, found.slots),
        gain=found.gain,
        hole=found.hole,
        seed=run.limits.seed + seed,
        each=1 + wanted // ROUNDS,
        back=BACK,
        early=wanted - min(MOST_LATE, int(LATE * wanted)),
        most=MOST_LATE,
        goes_on=lambda: not run.search_stop.is_reached(),
    )
    insert_rest(run)
    if not is_exact:
        return
    near = np.unique(found.options)
    part = Part(late, np.arange(run.model.n_slots), near[board.slot[near] < 0])
    retime(run, part, goal=Goal.VALUE, earlier=(), seed=run.limits.seed + seed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ways:
    """Options and slots to hold them at; logarithmic weights, and that of an empty slot of each person."""

    options: Ints
    slots: Ints
    gain: Floats
    hole: Floats
    wanted: int  # as many are held, more or less


def ways(run: SchedulerState, guide: SelectionBound) -> _Ways:
    """All that fit beside what the board holds, and lose little."""
    model, board = run.model, run.board
    reduced = guide.reduced[model.option_request]
    likely_held = guide.held[model.option_request] > 0.5
    typical = float(np.median(model.value[likely_held])) if likely_held.any() else 1.0
    heat = max(1e-9, SHARPNESS * typical)
    candidates = np.flatnonzero((reduced > -WIDTH * heat) & (board.slot < 0))
    row, slot = np.nonzero(board.where_fits(candidates, np.arange(model.n_slots)))
    # Requests, each held by one of its options, but those that the board holds already.
    most = min(int(model.capacity[0].sum()), int((guide.held > 0.5).sum()))
    return _Ways(
        options=candidates[row],
        slots=slot.astype(np.int64),
        gain=reduced[candidates[row]] / heat,
        hole=-prices_of_time(run, guide) / heat,
        wanted=max(0, most - int((board.slot >= 0).sum())),
    )


def insert_rest(run: SchedulerState) -> None:
    """What was not decided, the most valuable first."""
    rest = np.flatnonzero(run.board.slot < 0)
    run.board.insert_all(rest[np.argsort(-run.model.value[rest], kind="stable")])


def prices_of_time(run: SchedulerState, guide: SelectionBound) -> Floats:
    """[P] what a slot of each person is worth in the relaxation."""
    people = run.model.problem.participants
    price: dict[ParticipantId, float] = dict.fromkeys((p.id for p in people), 0.0)
    for row in guide.certificate.rows:
        if row.kind is RowKind.PARTICIPANT:
            price[row.participants[0]] += row.multiplier / guide.certificate.scale
    return np.array([price[p.id] for p in people])
