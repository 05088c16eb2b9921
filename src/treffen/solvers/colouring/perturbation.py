"""Random swaps of Kempe chains: the same meetings in other slots, at no cost."""

from __future__ import annotations

import numpy as np

from treffen.solvers.base.kernels import late_jit
from treffen.solvers.colouring.kernel import chain_of, for_few, is_overfull, swap


@late_jit(is_part=True)
def _perturb(people, model, state, seen, clock, chain):  # type: ignore[no-untyped-def]
    """One random swap of a Kempe chain, if it is possible."""
    occupied = state[1]
    p = np.random.randint(people)
    a, b = np.random.randint(occupied.shape[1]), np.random.randint(occupied.shape[1])
    first = occupied[p, a]
    if a == b or first < 0:
        return
    clock[0] += 1
    size = chain_of(first, a, b, model, state, chain, seen, clock[0])
    if size > 0:
        swap(a, b, size, model, state, chain)
        if is_overfull(a, b, size, model, state, chain):
            swap(a, b, size, model, state, chain)


@late_jit(units=50, steps="steps", step=for_few(20))
def perturb(steps, seed, model, state, seen, clock, chain):  # type: ignore[no-untyped-def]
    """`steps` random swaps of Kempe chains: other slots, the same meetings."""
    np.random.seed(seed)
    for _ in range(steps):
        _perturb(state[1].shape[0], model, state, seen, clock, chain)
