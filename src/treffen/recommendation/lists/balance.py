"""Spreading attention: the equilibrium of one pool in which everybody's time is limited.

The model is that of Choo & Siow (2006) on one pool, as for roommates: the mass of meetings of i
and j is mu_ij = u_i u_j exp(phi_ij / (2 beta)), the time that i leaves free is u_i^2, and both
together are what i has: u_i^2 + u_i sum_j K_ij u_j = C_i. One damped fixed point gives all u; the
price of somebody's time is -2 beta log u. Whoever is asked for by many has a high price, and a
list ranks by score minus price.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.candidates import Pairs

if TYPE_CHECKING:
    from scipy import sparse


Real = NDArray[np.float64]
ROUNDS = 2_000
CLOSE = 1e-6  # the largest relative error of anybody's time
STEEPEST = 30.0  # exponents are cut off here, on either side of the mean
LEAST_TIME = 1e-3  # of somebody who wants no meetings, so that logarithms stay finite


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibrium:
    """Prices of everybody's time, (n,), in log-odds; mean 0 over people.

    `residual` is the largest relative error of anybody's time after `rounds` rounds.
    """

    price: Real
    beta: float
    rounds: int
    residual: float

    @property
    def has_converged(self) -> bool:
        """Whether the equations hold; if not, prices must not be used."""
        return self.residual <= CLOSE


def equilibrium(
    pairs: Pairs,
    time: Real,
    *,
    temperature: float,
    least: float = -np.inf,
    rounds: int = ROUNDS,
) -> Equilibrium:
    """The equilibrium of the pairs with `time` (n,), the meetings that everybody wants.

    `temperature`: beta in standard deviations of the scores. The level of the scores, which sets
    how much time is left free, is that at which an average partner is worth as much as free time.
    Pairs below `least` are no partners.
    """
    from scipy import sparse  # takes long to import

    kept = pairs.score >= least
    score = pairs.score[kept].astype(np.float64)
    spread = float(score.std()) if len(score) else 0.0
    beta = temperature * spread if spread > 1e-9 else 1.0
    middle = float(score.mean()) if len(score) else 0.0
    exponent = np.clip((score - middle) / (2 * beta), -STEEPEST, STEEPEST)
    starts = np.r_[0, np.cumsum(kept)][pairs.start]
    kernel = sparse.csr_array((np.exp(exponent), pairs.column[kept], starts), shape=(pairs.n, pairs.n))
    time = np.maximum(np.asarray(time, np.float64), LEAST_TIME)
    u, done, residual = _fixed_point(kernel, time, rounds)
    price = -2 * beta * np.log(u)
    return Equilibrium(price=price - price.mean(), beta=beta, rounds=done, residual=residual)


def _fixed_point(kernel: sparse.csr_array, time: Real, rounds: int) -> tuple[Real, int, float]:
    """u with u^2 + u K u = time, by its positive root for fixed neighbours, damped geometrically.

    The undamped map turns over: more of the neighbours leaves less of oneself, and two rounds
    swing around the solution. The geometric mean of both keeps u positive and converges.
    """
    u = np.sqrt(time / (1 + np.asarray(kernel.sum(axis=1)).ravel()))
    residual = np.inf
    for done in range(1, rounds + 1):
        around = kernel @ u
        residual = float(np.max(np.abs(u * (u + around) - time) / time, initial=0.0))
        if residual <= CLOSE or not np.isfinite(residual):
            return u, done, residual
        # The root in the form that does not cancel where the neighbours are many.
        root = 2 * time / (around + np.sqrt(around * around + 4 * time))
        u = np.sqrt(u * root)
    return u, rounds, residual
