"""What is lost mended along alternating paths, compiled: a meeting is added, another dropped, and so on.

Somebody's empty slot that has a price is a hole. One more meeting fills it, but takes its other attendee
from a meeting in that slot, whose other attendee then has the hole (J. Petersen, 1891; C. Berge, 1957). Or
a meeting moves from another slot into the hole, if its other attendee has time, and leaves the hole there.
Each step loses something in the relaxation; a hole where time has no price loses nothing more. The path
that loses least is the shortest one (E. Dijkstra, 1959); it is carried out if that gains something. Only
meetings of two people that last one slot, and need not be held, are changed.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from treffen.solvers.base import Model
from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.kernel import drop, fits, put

Floats = NDArray[np.float64]
LONGEST = 500  # steps of a path
MOST = 5_000  # holes looked at for one path
LEAST = 1e-3  # of a loss: less is nothing


def prepared(model: Model, reduced: Floats, price: Floats) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What `mend_paths` calls a guide, and what it writes to.

    That is of each hole its loss, whose search it was, where from, what is added and dropped; then the path,
    what was changed, and the number of the search.
    """
    by_person = np.argsort(model.seats, kind="stable")
    first = np.searchsorted(model.seats[by_person], np.arange(model.n_people + 1)).astype(np.int64)
    own = np.repeat(np.arange(model.n_options), np.diff(model.seat_ptr))[by_person]
    n_holes = model.n_people * model.n_slots
    whole = (np.zeros(n_holes, np.int64) for _ in range(4))
    steps = np.zeros(LONGEST + 1, np.int64), np.zeros((6 * LONGEST, 2), np.int64), np.zeros(1, np.int64)
    return (first, own, reduced, price), (np.zeros(n_holes), *whole, *steps)


@late_jit(is_inner=True)
def _other(o, p, model):  # type: ignore[no-untyped-def]
    """The other attendee of an option that may be changed, or -1."""
    seat_ptr, seats, is_stiff, must = model[0], model[1], model[12], model[13]
    if is_stiff[o] or must[o] or seat_ptr[o + 1] - seat_ptr[o] != 2:
        return -1
    return seats[seat_ptr[o]] + seats[seat_ptr[o] + 1] - p


@late_jit(is_inner=True)
def _reach(hole, loss, before, added, dropped, room, agenda):  # type: ignore[no-untyped-def]
    """Note a way to a hole, if none that loses less is known."""
    losses, search, came, adds, drops = room[:5]
    now = room[7][0]
    if search[hole] == now and losses[hole] <= loss:
        return False
    search[hole], losses[hole], came[hole], adds[hole], drops[hole] = now, loss, before, added, dropped
    heappush(agenda, (loss, hole))
    return True


@late_jit(is_inner=True)
def _move(hole, loss, model, state, room, agenda):  # type: ignore[no-untyped-def]
    """Holes that a meeting leaves which moves into this one."""
    start_ok, occupied = model[2], state[1]
    n_slots = occupied.shape[1]
    p, t = hole // n_slots, hole % n_slots
    for u in range(n_slots):
        h = occupied[p, u]
        if h >= 0 and start_ok[h, t]:
            q = _other(h, p, model)
            if q >= 0 and occupied[q, t] < 0:
                _reach(p * n_slots + u, loss, hole, h, h, room, agenda)


@late_jit(is_inner=True)
def _exchange(hole, loss, nearest, guide, model, state, room, agenda):  # type: ignore[no-untyped-def]
    """Holes that others have when a meeting fills this one; the best end so far: loss, hole, option."""
    own_start, own, reduced, price = guide
    start_ok, group = model[2], model[8]
    slot, occupied, _load, _count, group_held = state
    n_slots = occupied.shape[1]
    p, t = hole // n_slots, hole % n_slots
    for k in range(own_start[p], own_start[p + 1]):
        o = own[k]
        q = _other(o, p, model)
        lost = loss + max(0.0, -reduced[o])
        if q < 0 or slot[o] >= 0 or group_held[group[o]] or not start_ok[o, t] or lost >= nearest[0]:
            continue
        h = occupied[q, t]
        if h < 0:  # a hole there, too: both are filled
            if lost - price[q] < nearest[0]:
                nearest = (lost - price[q], hole, o)
            continue
        r = _other(h, q, model)
        lost += max(0.0, reduced[h])
        if r < 0 or lost >= nearest[0]:
            continue
        is_new = _reach(r * n_slots + t, lost, hole, o, h, room, agenda)
        if is_new and lost + price[r] < nearest[0]:
            nearest = (lost + price[r], r * n_slots + t, np.int64(-1))
    return nearest


@late_jit(is_inner=True)
def _search(hole, guide, model, state, room):  # type: ignore[no-untyped-def]
    """The end of the path from a hole that loses least: the last hole (-1: none), what fills that (-1)."""
    losses, price = room[0], guide[3]
    n_slots = state[1].shape[1]
    room[7][0] += 1
    agenda = [(0.0, hole)]
    room[1][hole], losses[hole], room[2][hole] = room[7][0], 0.0, -1
    nearest = (price[hole // n_slots] - LEAST, np.int64(-1), np.int64(-1))
    looked = 0
    while len(agenda) > 0 and looked < MOST:
        loss, at = heappop(agenda)
        if loss >= nearest[0]:
            break
        if loss <= losses[at]:
            looked += 1
            _move(at, loss, model, state, room, agenda)
            nearest = _exchange(at, loss, nearest, guide, model, state, room, agenda)
    return nearest[1], nearest[2]


@late_jit(is_inner=True)
def _change(o, t, done, model, state, room):  # type: ignore[no-untyped-def]
    """Drop an option (t < 0) or hold it at t, and note how to undo it; whether that was possible."""
    undo = room[6]
    if t < 0:
        undo[done, 0], undo[done, 1] = o, state[0][o]
        drop(o, model, state)
        return True
    if not fits(o, t, model, state):
        return False
    undo[done, 0], undo[done, 1] = o, -1
    put(o, t, model, state)
    return True


@late_jit(is_inner=True)
def _undo(first, done, model, state, room):  # type: ignore[no-untyped-def]
    """Undo all changes from the first on, the last one first."""
    undo = room[6]
    for i in range(done - 1, first - 1, -1):
        if undo[i, 1] < 0:
            drop(undo[i, 0], model, state)
        else:
            put(undo[i, 0], undo[i, 1], model, state)
    return first


@late_jit(is_inner=True)
def _carry_out(end, last, done, model, state, room):  # type: ignore[no-untyped-def]
    """Change the timetable along a path, or leave it as it was; how many changes are noted then."""
    came, adds, drops, path = room[2], room[3], room[4], room[5]
    n_slots, first, n = state[1].shape[1], done, 0
    at = end
    while at >= 0:
        if n > LONGEST:
            return first
        path[n] = at
        n += 1
        at = came[at]
    for i in range(n - 2, -1, -1):  # from the hole at the start on
        at, t = path[i], path[i + 1] % n_slots
        if state[0][drops[at]] != at % n_slots:
            return _undo(first, done, model, state, room)
        _change(drops[at], -1, done, model, state, room)
        if not _change(adds[at], t, done + 1, model, state, room):
            return _undo(first, done + 1, model, state, room)
        done += 2
    if last >= 0:
        if not _change(last, end % n_slots, done, model, state, room):
            return _undo(first, done, model, state, room)
        done += 1
    return done


@late_jit(is_inner=True)
def _gain(done, value, room):  # type: ignore[no-untyped-def]
    """What all changes noted are worth."""
    undo, gain = room[6], 0
    for i in range(done):
        gain += value[undo[i, 0]] if undo[i, 1] < 0 else -value[undo[i, 0]]
    return gain


@late_jit()
def mend_paths(starts, guide, value, model, state, room):  # type: ignore[no-untyped-def]
    """Paths from each start (option that is dropped first or -1, slot, people with a hole there or -1).

    `guide`: where each person's options begin, all of them, what holding each gains and what a person's slot
    is worth in the relaxation. Each is done if that gains something in all, which is returned.
    """
    occupied, price, total = state[1], guide[3], 0
    n_slots = occupied.shape[1]
    for i in range(len(starts)):
        o, t, done = starts[i, 0], starts[i, 1], 0
        if o >= 0:
            if state[0][o] != t or _other(o, starts[i, 2], model) < 0:
                continue
            _change(o, -1, done, model, state, room)
            done += 1
        for k in range(2, 4):
            p = starts[i, k]
            if p >= 0 and occupied[p, t] < 0 and price[p] > LEAST:
                end, last = _search(p * n_slots + t, guide, model, state, room)
                if end >= 0:
                    done = _carry_out(end, last, done, model, state, room)
        gain = _gain(done, value, room)
        if gain <= 0:
            _undo(0, done, model, state, room)
        else:
            total += gain
    return total
