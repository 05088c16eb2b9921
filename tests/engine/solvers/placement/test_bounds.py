"""The heaviest matching of links between two slots: against trying all, whatever the pairs are."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from tests.engine.cli.processes import environment

from treffen.solvers.placement.bounds import heaviest_matching

pytestmark = pytest.mark.once

Pairs = list[tuple[int, int, int]]


def _by_trying(pairs: Pairs) -> int:
    best = 0
    for size in range(len(pairs) + 1):
        for some in combinations(pairs, size):
            ends = [end for a, b, _ in some for end in (a, b)]
            if len(set(ends)) == len(ends):
                best = max(best, sum(weight for *_, weight in some))
    return best


def _of(pairs: Pairs) -> int:
    a, b, weight = np.array(pairs, np.int64).T
    return heaviest_matching(a.astype(np.int32), b.astype(np.int32), weight)


@pytest.mark.parametrize("most_weight", [1, 2])
@pytest.mark.parametrize("seed", range(25))
def test_a_heaviest_matching_is_the_best_of_all(seed: int, most_weight: int) -> None:
    rng = np.random.default_rng([seed, most_weight])
    side = int(rng.integers(1, 5))
    cells = rng.permutation(side * side)[: int(rng.integers(1, min(9, side * side + 1)))].tolist()
    weights = rng.integers(1, most_weight + 1, len(cells)).tolist()
    pairs = [(c // side, 10 + c % side, w) for c, w in zip(cells, weights, strict=True)]
    assert _of(pairs) == _by_trying(pairs)


@pytest.mark.parametrize(
    ("pairs", "weight"),
    [
        ([(0, 10, 1), (1, 10, 1), (1, 11, 1)], 2),  # a path of four
        ([(0, 10, 1), (1, 10, 1), (1, 11, 1), (0, 11, 1)], 2),  # a circle
        ([(0, 10, 2), (1, 11, 1), (2, 11, 1)], 3),  # two people who share both meetings, beside a path
        ([(0, 10, 1), (0, 11, 2), (1, 11, 2)], 3),  # a path of different weights
    ],
)
def test_paths_and_circles_match_half_of_what_they_join(pairs: Pairs, weight: int) -> None:
    assert _of(pairs) == weight == _by_trying(pairs)


def test_paths_need_no_library() -> None:
    script = (
        "import sys, numpy as np\nfrom treffen.solvers.placement.bounds import heaviest_matching\n"
        "pairs = np.array([0, 1, 1], np.int32), np.array([2, 2, 3], np.int32), np.ones(3, np.int64)\n"
        "print(heaviest_matching(*pairs), 'scipy' in sys.modules)"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout == "2 False\n"
