"""From two directed fits to one, and to log-odds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.score.weights import Weights

Array = NDArray[np.floating]
SMALLEST = 1e-4  # chances are kept this far from 0 and 1 before they become log-odds


def two_way(for_one: Array, for_other: Array, weights: Weights) -> Array:
    """The power mean of two fits in [0, 1], both moved up by epsilon and back; symmetric.

    Geometric where `weights.mean` is 0. It rises with either fit; it is 0 only if both are, and
    1 only if both are.
    """
    power, e = weights.mean, weights.epsilon
    one, other = for_one + e, for_other + e
    if power == 0:
        return np.asarray(np.sqrt(one * other) - e)
    with np.errstate(over="ignore"):
        return np.asarray(((one**power + other**power) / 2) ** (1 / power) - e)


def log_odds(fit: Array) -> Array:
    """log(fit / (1 - fit)), with the ends cut off at chances of 1 in 10,000."""
    kept = np.clip(np.asarray(fit, np.float64), SMALLEST, 1 - SMALLEST)
    return np.asarray(np.log(kept) - np.log1p(-kept))


def chance(score: Array) -> Array:
    """The score as a probability."""
    return np.asarray(1 / (1 + np.exp(-np.asarray(score, np.float64))))
