"""Prices of people's time and of places for events too large for a linear program.

The dual of the slot-free relaxation, min over v, z >= 0 of
    sum_p most_p v_p + sum_c room_c z_c + sum_o max(0, value_o - sum v - sum z),
is lowered by a deflected subgradient method (P. Camerini, L. Fratta, F. Maffioli, 1975) with the
step of B. Polyak (1969). Any prices prove a bound, so convergence is a matter of quality only.
"""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit

MEMORY = 0.6  # of the last direction
REACH = 0.02  # how far below the best bound the steps aim, relatively
PATIENCE = 12  # rounds without gain after which steps are halved


@late_jit(is_inner=True)
def _spread(value, model, v, z, seat_load, row_load):  # type: ignore[no-untyped-def]
    """Count what options with a positive reduced value would take up; the sum of those values."""
    seat_ptr, seats, row_ptr, rows = model[0], model[1], model[4], model[5]
    length = model[3]
    seat_load[:] = 0
    row_load[:] = 0
    total = 0.0
    for o in range(value.shape[0]):
        left = float(value[o])
        for k in range(seat_ptr[o], seat_ptr[o + 1]):
            left -= v[seats[k]]
        for k in range(row_ptr[o], row_ptr[o + 1]):
            left -= length[o] * z[rows[k]]
        if left > 0:
            total += left
            for k in range(seat_ptr[o], seat_ptr[o + 1]):
                seat_load[seats[k]] += 1
            for k in range(row_ptr[o], row_ptr[o + 1]):
                row_load[rows[k]] += length[o]
    return total


@late_jit(is_inner=True)
def _turn(price, load, most, way):  # type: ignore[no-untyped-def]
    """Turn the direction `way` towards what is over-asked, in place; its squared length."""
    norm = 0.0
    for i in range(price.shape[0]):
        slope = float(load[i] - most[i])
        if slope < 0 and price[i] <= 0:
            slope = 0.0
        way[i] = slope + MEMORY * way[i]
        norm += way[i] ** 2
    return norm


@late_jit(is_plain=False)
def descend(value, most, room, rounds, model):  # type: ignore[no-untyped-def]
    """Prices v[P] and z[C] after so many rounds of descent, the best ones seen."""
    v, z = np.zeros(most.shape[0]), np.zeros(room.shape[0])
    best_v, best_z = v.copy(), z.copy()
    way_v, way_z = np.zeros_like(v), np.zeros_like(z)
    seat_load, row_load = np.zeros(most.shape[0], np.int64), np.zeros(room.shape[0], np.int64)
    crowd = max(1.0, most.shape[0] / 50.0)  # a place price moves everybody: it takes smaller steps
    best, theta, without = np.inf, 1.0, 0
    for _ in range(rounds):
        bound = _spread(value, model, v, z, seat_load, row_load) + (most * v).sum() + (room * z).sum()
        if bound < best - 1e-9:
            best, without = bound, 0
            best_v, best_z = v.copy(), z.copy()
        else:
            without += 1
        if without >= PATIENCE:
            theta, without = theta / 2, 0
            v, z = best_v.copy(), best_z.copy()
            way_v[:], way_z[:] = 0.0, 0.0
            continue
        norm = _turn(v, seat_load, most, way_v) + _turn(z, row_load, room, way_z) / crowd
        if norm <= 0:
            break
        step = theta * (bound - (1 - REACH) * best) / norm
        v = np.maximum(0.0, v + step * way_v)
        z = np.maximum(0.0, z + step * way_z / crowd)
    return best_v, best_z
