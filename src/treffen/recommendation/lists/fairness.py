"""How fairly lists treat people: who is seen, who would rather change places, and who is worst off.

A list is worth to its owner what the chances of its pairs add up to, and so is standing on the lists
of others. With both, lists are a division of attention, and are judged as divisions are:

- the Gini coefficient (C. Gini, 1912), of what everybody has;
- envy (D. Foley, 1967; H. Varian, 1974): somebody would rather have the share of somebody else. For
  lists in which both sides look for one another: Y. Tomita, T. Yokoyama, *Fair reciprocal
  recommendation in matching markets*, RecSys 2024;
- the worst-off (J. Rawls, 1971), here the tenth that has least;
- Nash welfare (J. Nash, 1950): the product, given as the geometric mean. Dividing what can be divided
  so that it is largest leaves no envy (I. Caragiannis and others, *The unreasonable fairness of maximum
  Nash welfare*, ACM TEAC 7, 2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from treffen.recommendation.lists.build import Built
from treffen.recommendation.lists.candidates import Pairs
from treffen.recommendation.score.twoway import chance

if TYPE_CHECKING:
    from scipy import sparse


Real = NDArray[np.float64]
BLOCK = 256  # people whose envy is looked at side by side
ALIKE = 1e-6  # whoever would gain less than this envies nobody
WORST = 0.1  # the part of people that "worst" speaks of
NOTHING = 1e-9  # what nobody has less than, so that logarithms stay finite


@dataclass(frozen=True, slots=True, kw_only=True)
class Envy:
    """`people`: the share of people who would rather have the share of somebody else; `pairs`: the
    share of pairs of which one envies the other; `mean`: what everybody would gain by the share that
    suits them best, as a part of what people have on average.
    """

    people: float
    pairs: float
    mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairness:
    """Of all lists of a pool. `of_lists`: envy of what others are shown; `of_places`: of where others
    are shown. `seen`, `shown` and `sought` are Gini coefficients: of how many lists somebody stands in,
    of what their own list is worth to them, and of what the lists they stand in are. `worst` and `nash`:
    the chances that people have of a meeting, whichever of the two is shown the other, of the worst-off
    tenth and as geometric mean; `mean` of all.
    """

    of_lists: Envy
    of_places: Envy
    seen: float
    shown: float
    sought: float
    worst: float
    nash: float
    mean: float


def fairness_of(pairs: Pairs, built: Built) -> Fairness:
    """How fair lists are by the chances that the engine sees; pairs that are no candidates have none."""
    from scipy import sparse  # takes long to import

    n = pairs.n
    worth = sparse.csr_array((chance(pairs.score), pairs.column, pairs.start), shape=(n, n))
    owner, place = np.nonzero(built.partner >= 0)
    partner = built.partner[owner, place]
    shown = sparse.csr_array((np.ones(len(owner)), (owner, partner)), shape=(n, n))
    places = sparse.csr_array(shown.T)
    either = worth.multiply(shown.maximum(places))
    has = np.asarray(either.sum(axis=1)).ravel()
    return Fairness(
        of_lists=envy(worth, shown, is_one_pool=True),
        of_places=envy(worth, places, is_one_pool=True),
        seen=gini(built.seen()),
        shown=gini(np.asarray(worth.multiply(shown).sum(axis=1)).ravel()),
        sought=gini(np.asarray(worth.multiply(places).sum(axis=1)).ravel()),
        worst=worst_off(has),
        nash=nash_welfare(has),
        mean=float(has.mean()) if n else 0.0,
    )


def envy(
    worth: Real | sparse.csr_array, share: Real | sparse.csr_array, *, is_one_pool: bool = False
) -> Envy:
    """Who would rather have another's share of attention.

    `worth` (people, others): what all the attention of somebody is worth to each; `share` (people,
    others): how much of it each has. `is_one_pool`: the others are the same people. Nobody can be shown
    themselves: who changes places with somebody has that one where they stood.
    """
    from scipy import sparse  # takes long to import

    value, turned = sparse.csr_array(worth), sparse.csr_array(share.T)
    n = value.shape[0]
    own = np.asarray(value.multiply(turned.T).sum(axis=1)).ravel()
    gain, envied = np.zeros(n), 0
    for first in range(0, n, BLOCK):
        rows = slice(first, min(first + BLOCK, n))
        more = (value[rows] @ turned).toarray() - own[rows, None]
        if is_one_pool:
            more += value[rows].multiply(turned[rows]).toarray()
        more[np.arange(len(more)), np.arange(first, rows.stop)] = 0
        gain[rows] = more.max(axis=1, initial=0)
        envied += int((more > ALIKE).sum())
    middle = max(float(own.mean()), NOTHING) if n else 1.0
    return Envy(
        people=float((gain > ALIKE).mean()) if n else 0.0,
        pairs=envied / max(n * (n - 1), 1),
        mean=float(gain.mean()) / middle if n else 0.0,
    )


def gini(values: NDArray[np.number]) -> float:
    """0 where all have alike, near 1 where one has all: the mean difference over twice the mean."""
    sorted_up = np.sort(np.asarray(values, np.float64))
    n, total = len(sorted_up), float(sorted_up.sum())
    if total <= 0:
        return 0.0
    return float(((2 * np.arange(1, n + 1) - n - 1) * sorted_up).sum() / (n * total))


def worst_off(values: Real) -> float:
    """The mean of the tenth that has least."""
    few = max(1, round(WORST * len(values)))
    return float(np.sort(values)[:few].mean()) if len(values) else 0.0


def nash_welfare(values: Real) -> float:
    """The geometric mean: it rises with what anybody has, most with what the poorest have."""
    return float(np.exp(np.log(np.maximum(values, NOTHING)).mean())) if len(values) else 0.0
