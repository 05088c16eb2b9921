"""Lists of large Nash welfare for people who look for one another, built from two papers.

Y. Tomita, T. Yokoyama, *Fair reciprocal recommendation in matching markets*, RecSys 2024; the same,
*Balancing fairness and high match rates in reciprocal recommender systems*, arXiv 2601.13609, which has
the fast method. Two sides; whoever stands at place k of a list is looked at with a chance v_k; two people
match if both look at and like one another. What somebody has is the expected number of matches, and lists
are lotteries. The lists of one side divide what the other side has: those are chosen that raise the Nash
welfare of the other side most, then the other way round, in steps of the Frank-Wolfe method (M. Frank, P.
Wolfe, 1956). The best lists for a gradient are found by sorting, which is exact and faster than the linear
programme of the first paper, or by Sinkhorn's scaling, as in the second.

A lottery is kept as the mean attention (list, other), and as the lists that it is made of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
ROUNDS, STEP, CLOSE = 100, 0.1, 1e-3  # as in the second paper
SHARPNESS, SCALINGS = 200.0, 100  # of Sinkhorn's method, as in the second paper
LEAST = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoSides:
    """How likely each of the left likes each of the right, and the other way round (right, left)."""

    left: Real
    right: Real

    @property
    def mutual(self) -> Real:
        """The chance that both like one another, (left, right)."""
        return self.left * self.right.T


def two_sides(seed: int, *, people: int, popularity: float) -> TwoSides:
    """As in the papers: chance for each pair, and for a share `popularity` what all agree on.

    What all agree on falls evenly from 1 for the first to 0 for the last of a side.
    """
    rng = np.random.default_rng(seed)
    agreed = np.linspace(1.0, 0.0, people)
    left, right = ((1 - popularity) * rng.random((people, people)) + popularity * agreed for _ in range(2))
    return TwoSides(left=left, right=right)


def attention(others: int, *, shown: int, is_alike: bool) -> Real:
    """The chance that each place is looked at: alike for all that are `shown`, or falling by a logarithm."""
    places = np.ones(shown) if is_alike else 1 / np.log2(np.arange(2, shown + 2))
    return np.r_[places, np.zeros(others - shown)]


Oracle = Callable[[Real, Real], Real]
"""The attention (lists, others) of the lists that are best for a gradient."""


def by_sorting(gradient: Real, v: Real) -> Real:
    """The best first: v falls, so that no other order has more."""
    found = np.zeros_like(gradient)
    np.put_along_axis(found, best_first(gradient), np.broadcast_to(v, gradient.shape), axis=1)
    return found


def best_first(gradient: Real) -> Whole:
    """Whom each list shows, in order."""
    return np.argsort(-gradient, axis=1, kind="stable")


def by_scaling(gradient: Real, v: Real) -> Real:
    """Sinkhorn's scaling of exp(-sharpness x cost), people by places; places nobody looks at are one."""
    shown = int((v > 0).sum())
    sizes = np.r_[np.ones(shown), len(v) - shown][: shown + (shown < len(v))]
    places = v[: len(sizes)]
    gain = gradient[:, :, None] * places
    kernel = np.exp(-SHARPNESS * (gain.max(axis=(1, 2), keepdims=True) - gain))
    row, column = np.ones(gradient.shape), np.ones((len(gradient), len(sizes)))
    for _ in range(SCALINGS):
        column = sizes / np.maximum(np.einsum("ljp,lj->lp", kernel, row), 1e-300)
        before, row = row, 1 / np.maximum(np.einsum("ljp,lp->lj", kernel, column), 1e-300)
        if np.abs(row - before).max() < LEAST * np.abs(row).max():
            break
    return np.asarray(row * np.einsum("ljp,lp->lj", kernel, column * places))


def two_lotteries(
    market: TwoSides, v: Real, *, is_nash: bool = True, oracle: Oracle = by_sorting
) -> tuple[Real, Real]:
    """The attention of the lists of the left and of the right.

    `is_nash`: the product of what people have is maximised, otherwise the sum.
    """
    worth = market.mutual
    left, right = (np.full(side.shape, v.sum() / len(v)) for side in (market.left, market.right))
    total = 0.0
    for _ in range(ROUNDS):
        left += STEP * (oracle(_gradient(worth, left, right, is_nash=is_nash), v) - left)
        right += STEP * (oracle(_gradient(worth.T, right, left, is_nash=is_nash), v) - right)
        before, total = total, float((worth * left * right.T).sum())
        if abs(total - before) < CLOSE:
            break
    return left, right


def _gradient(worth: Real, own: Real, others: Real, *, is_nash: bool) -> Real:
    """What more attention would do for the welfare of those who are shown."""
    gain = worth * others.T
    if not is_nash:
        return gain
    has = np.maximum((gain * own).sum(axis=0), LEAST)
    return np.asarray(gain / has)


def draw_lists(share: Real, *, k: int, seed: int) -> list[list[int]]:
    """A list of k for each row, everybody on it with the chance that their attention says.

    Where places are looked at alike; by systematic sampling (W. Madow, 1949), whoever has most first.
    """
    rng, found = np.random.default_rng([seed, 19]), []
    for row in share:
        order = rng.permutation(len(row))
        reached = np.cumsum(row[order]) * k / row.sum()
        at = np.minimum(np.searchsorted(reached, rng.random() + np.arange(k)), len(row) - 1)
        listed = np.unique(order[at])
        found.append(listed[np.argsort(-row[listed], kind="stable")].tolist())
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Lottery:
    """Lists of one pool: the mean attention, and lists (n, k) with the chance that each is drawn."""

    mean: Real
    chances: Real
    lists: tuple[Whole, ...]

    def drawn(self, seed: int) -> list[list[int]]:
        """One list for everybody."""
        rng = np.random.default_rng([seed, 17])
        at = rng.choice(len(self.chances), size=len(self.mean), p=self.chances)
        return [self.lists[one][person].tolist() for person, one in enumerate(at)]


def one_lottery(worth: Real, *, k: int, must_both_look: bool = True) -> Lottery:
    """The same among the people of one pool, who are both sides at once; all k places are looked at.

    `worth` (n, n), symmetric: the chance that both like one another. Without `must_both_look` it is
    enough that one of the two is shown the other, as where people send requests that others find.
    """
    n = len(worth)
    v = attention(n, shown=k, is_alike=True)
    mean = np.full((n, n), k / (n - 1))
    np.fill_diagonal(mean, 0)
    lists, chances, total = [], np.empty(0), 0.0
    for turn in range(ROUNDS):
        others = mean.T if must_both_look else 1 - mean.T
        has = (worth * (mean * mean.T if must_both_look else 1 - (1 - mean) * (1 - mean.T))).sum(axis=1)
        gradient = worth * others / np.maximum(has, LEAST)
        np.fill_diagonal(gradient, -1)
        step = STEP if turn else 1.0  # the lottery of all lists, with which it began, is not one of lists
        lists.append(best_first(gradient)[:, :k])
        chances = np.r_[chances * (1 - step), step]
        mean = mean + step * (by_sorting(gradient, v) - mean)
        before, total = total, float(has.sum())
        if abs(total - before) < CLOSE:
            break
    return Lottery(mean=mean, chances=chances / chances.sum(), lists=tuple(lists))
