"""One person's day as a path through (slot, meetings so far, mode).

Modes: nothing in this block yet; a meeting just now; a talk after a meeting, another meeting to
come; inside a hole; done with this block. A step into a hole is a break begun, and costs one; where
idle slots are counted, every further step inside it does, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treffen.problem import Goal
from treffen.solvers.base import Model
from treffen.solvers.base.model import Array, Flags, Ints, Small

BEFORE, MEETING, TALK, HOLE, DONE = MODES = range(5)
Step = tuple[int, int, bool, bool, int]  # mode before, mode after, is a meeting, is a talk, cost
STEPS: tuple[Step, ...] = (
    *((mode, MEETING, True, False, 0) for mode in (BEFORE, MEETING, TALK, HOLE)),
    *((mode, mode, False, is_talk, 0) for mode in (BEFORE, DONE) for is_talk in (False, True)),
    *((MEETING, DONE, False, is_talk, 0) for is_talk in (False, True)),
    *((mode, TALK, False, True, 0) for mode in (MEETING, TALK, HOLE)),
    *((mode, HOLE, False, False, 1) for mode in (MEETING, TALK)),
    (HOLE, HOLE, False, False, 0),
)
IDLE_STEPS = (*STEPS[:-1], (HOLE, HOLE, False, False, 1))
FINAL = (BEFORE, MEETING, DONE)  # modes in which a block may end


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """N people with at least two meetings; K the most meetings of any of them.

    `reached[n, t, mode, k]`: some whole day of n passes there before slot t (t = T: at the end).
    `steps` charge what the goal counts: breaks, or idle slots.
    """

    steps: tuple[Step, ...]
    people: Small  # [N]
    meetings: Small  # [N]
    open: Flags  # [N, T] slots in which some meeting of the person could be
    talk: Flags  # [N, T]
    ends: Flags  # [T] last slot of a block
    counts: Flags  # [N, T, K + 1] meetings that the requests leave possible by the end of a slot
    reached: Array  # [N, T + 1, 5, K + 1]

    @property
    def n_nodes(self) -> int:
        """Number of states in all."""
        return int(self.reached.sum())


def days_of(model: Model, domain: Array, *, goal: Goal = Goal.BREAKS) -> Days | None:
    """The days that people could have; None where somebody has none at all."""
    counts = np.bincount(model.seats, minlength=model.n_people)
    people = np.flatnonzero(counts >= 2).astype(np.int32)
    which = np.repeat(np.arange(model.n_options), np.diff(model.seat_ptr))
    open_ = np.zeros((model.n_people, model.n_slots), bool)
    np.logical_or.at(open_, model.seats, domain[which])
    ends = np.append(model.block[1:] != model.block[:-1], True)
    blank = np.zeros((len(people), model.n_slots + 1, 5, int(counts.max(initial=0)) + 1), bool)
    days = Days(
        steps=IDLE_STEPS if goal is Goal.IDLE else STEPS,
        people=people,
        meetings=counts[people].astype(np.int32),
        open=open_[people],
        talk=model.in_talk[people],
        ends=ends,
        counts=_counts(model, domain)[people],
        reached=blank,
    )
    _reach(days)
    return days if not len(people) or bool(days.reached[:, 0].any(axis=(1, 2)).all()) else None


def _counts(model: Model, domain: Array) -> Flags:
    """[P, T, K + 1] those counts for everybody: meetings that must be over, or may have begun."""
    begun = np.logical_or.accumulate(domain, axis=1)
    over = ~np.logical_or.accumulate(domain[:, ::-1], axis=1)[:, ::-1]
    over = np.append(over[:, 1:], np.ones((len(domain), 1), bool), axis=1)
    which = np.repeat(np.arange(model.n_options), np.diff(model.seat_ptr))
    fewest = np.zeros((model.n_people, model.n_slots), np.int64)
    most = fewest.copy()
    np.add.at(most, model.seats, begun[which])
    np.add.at(fewest, model.seats, over[which])
    k = np.arange(int(np.bincount(model.seats, minlength=1).max()) + 1)
    return np.asarray((fewest[:, :, None] <= k) & (k <= most[:, :, None]), bool)


def may_step(days: Days, t: int, *, is_meeting: bool, is_talk: bool) -> Flags:
    """[N] who can take such a step in slot t."""
    if is_meeting:
        return days.open[:, t]
    return days.talk[:, t] if is_talk else ~days.talk[:, t]


def _reach(days: Days) -> None:
    """Mark what is reached from the morning, then drop what does not reach the evening."""
    reached, n_slots = days.reached, len(days.ends)
    reached[:, 0, BEFORE, 0] = True
    for t in range(n_slots):
        _advance(days, t)
    last = reached[:, n_slots]
    last &= np.arange(last.shape[2]) == days.meetings[:, None, None]
    for t in range(n_slots - 1, -1, -1):
        alive = np.zeros_like(reached[:, t])
        after = _opened(reached[:, t + 1], bool(days.ends[t]))
        for mode, new, is_meeting, is_talk, _ in STEPS:
            may = may_step(days, t, is_meeting=is_meeting, is_talk=is_talk)[:, None]
            shift = after[:, new, 1:] if is_meeting else after[:, new]
            alive[:, mode, : shift.shape[1]] |= shift & may
        reached[:, t] &= alive


def _advance(days: Days, t: int) -> None:
    before, after = days.reached[:, t], np.zeros_like(days.reached[:, t])
    for mode, new, is_meeting, is_talk, _ in STEPS:
        may = may_step(days, t, is_meeting=is_meeting, is_talk=is_talk)[:, None]
        if is_meeting:
            after[:, new, 1:] |= before[:, mode, :-1] & may
        else:
            after[:, new] |= before[:, mode] & may
    after &= days.counts[:, t, None]
    if days.ends[t]:
        days.reached[:, t + 1, BEFORE] = after[:, FINAL].any(axis=1)
    else:
        days.reached[:, t + 1] = after


def _opened(after: Array, is_end: bool) -> Array:
    """States right after a slot, before the end of a block makes all its good ends alike."""
    if not is_end:
        return after
    spread = np.zeros_like(after)
    for mode in FINAL:
        spread[:, mode] = after[:, BEFORE]
    return spread


def cheapest_days(days: Days, prices: Ints, *, scale: int) -> Ints:
    """[N] least of scale * what steps charge minus the prices [P, T] of the slots met in, over all days."""
    mine = prices[days.people]
    never = 2 * int(np.abs(mine).sum()) + scale * (len(days.ends) + 1) + 1
    costs = np.full(days.reached[:, 0].shape, never, np.int64)
    costs[:, BEFORE, 0] = 0
    for t in range(len(days.ends)):
        new_costs = np.full_like(costs, never)
        for mode, new, is_meeting, is_talk, cost in days.steps:
            may = may_step(days, t, is_meeting=is_meeting, is_talk=is_talk)[:, None]
            if is_meeting:
                met = np.where(may, costs[:, mode, :-1] - mine[:, t, None], never)
                new_costs[:, new, 1:] = np.minimum(new_costs[:, new, 1:], met)
            else:
                went = np.where(may, costs[:, mode] + cost * scale, never)
                new_costs[:, new] = np.minimum(new_costs[:, new], went)
        new_costs = np.where(days.counts[:, t, None], new_costs, never)
        if days.ends[t]:
            best = new_costs[:, FINAL].min(axis=1)
            new_costs[:] = never
            new_costs[:, BEFORE] = best
        costs = new_costs
    return np.asarray(costs[np.arange(len(days.people)), BEFORE, days.meetings], np.int64)
