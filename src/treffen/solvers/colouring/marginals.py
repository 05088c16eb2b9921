"""How likely each option is in each slot, if nothing but the constraints were known.

Among all fractional timetables in which every busy person is busy in every free slot, the one of
greatest entropy is found by iterative proportional fitting (W. Deming, F. Stephan, 1940; as a
Bregman projection: I. Csiszar, 1975): each person's slot, each option and each capacity row is
scaled in turn to what it may hold. Its marginals know of every later slot when an early one is
filled, which makes them a good guide for filling slots one after another.
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit

TINY = 1e-12


@late_jit(is_plain=False)
def fit(option, slot, weight, wants, held_most, room, model, rounds):  # type: ignore[no-untyped-def]
    """Marginals [n] of entries (option[n], slot[n]) with prior `weight`[n], after so many rounds.

    `wants`[P, T]: 1 where a person should be busy, 0 where she may be, -1 where she cannot;
    `held_most`[O]: 0 or 1; `room`[C, T]: capacity left.
    """
    seat_ptr, seats, row_ptr, rows = model[0], model[1], model[4], model[5]
    x = weight.copy()
    busy = np.zeros(wants.shape)
    held = np.zeros(held_most.shape[0])
    load = np.zeros(room.shape)
    for _ in range(rounds):
        busy[:] = 0
        for e in range(x.shape[0]):
            for k in range(seat_ptr[option[e]], seat_ptr[option[e] + 1]):
                busy[seats[k], slot[e]] += x[e]
        load[:] = 0
        held[:] = 0
        for e in range(x.shape[0]):
            o, t = option[e], slot[e]
            size = seat_ptr[o + 1] - seat_ptr[o]
            factor = 1.0
            for k in range(seat_ptr[o], seat_ptr[o + 1]):
                total = busy[seats[k], t]
                if wants[seats[k], t] > 0 or total > 1:
                    factor *= 1.0 / max(total, TINY)
            x[e] = min(1.0, x[e] * factor ** (1.0 / size))
            held[o] += x[e]
            for k in range(row_ptr[o], row_ptr[o + 1]):
                load[rows[k], t] += x[e]
        for e in range(x.shape[0]):
            o, t = option[e], slot[e]
            if held[o] > held_most[o]:
                x[e] *= held_most[o] / held[o]
            for k in range(row_ptr[o], row_ptr[o + 1]):
                if load[rows[k], t] > room[rows[k], t]:
                    x[e] *= room[rows[k], t] / load[rows[k], t]
    return x
