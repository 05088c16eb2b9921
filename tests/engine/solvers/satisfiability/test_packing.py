"""Ways chosen with little loss, against all choices there are."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from treffen.solvers.satisfiability import Sets, pack

pytestmark = pytest.mark.once
LIMIT = 16.0
Lists = list[tuple[list[int], float]]


def _packed(sets: Lists, likely: list[bool], **given: float) -> list[int] | None:
    start = np.cumsum([0, *(len(ways) for ways, _ in sets)])
    ways = np.array([i for own, _ in sets for i in own], np.int64)
    arrays = Sets(ways, start, np.array([loss for _, loss in sets]))
    return pack(arrays, np.array(likely), **given)  # type: ignore[arg-type]


def _losses(sets: Lists, chosen: tuple[int, ...]) -> list[float] | None:
    """What is lost by each set; None where a set allows no such choice."""
    counts = [(len(set(ways) & set(chosen)), loss) for ways, loss in sets]
    if any(count > 1 for count, _ in counts):
        return None
    return [abs(loss) for count, loss in counts if (count == 0) == (loss > 0)]


def _is_good(sets: Lists, chosen: tuple[int, ...], largest: float) -> bool:
    losses = _losses(sets, chosen)
    return losses is not None and sum(losses) <= LIMIT and max(losses, default=0) <= largest


def _sets(rng: np.random.Generator, n: int) -> Lists:
    """Random sets of n ways, with losses in whole units, of which some are too large."""
    sets = []
    for _ in range(rng.integers(5, 10)):
        ways = rng.choice(n, rng.integers(1, n), replace=False)
        sets.append((ways.tolist(), float(rng.integers(-9, 24))))
    return sets


def test_a_choice_is_found_where_there_is_one_and_only_there() -> None:
    rng, found = np.random.default_rng(3), []
    for _ in range(150):
        n = 7
        sets, largest = _sets(rng, n), float(rng.integers(6, 20))
        choices = [tuple(i for i in range(n) if flags[i]) for flags in product((0, 1), repeat=n)]
        exists = any(_is_good(sets, one, largest) for one in choices)
        chosen = _packed(sets, [False] * n, limit=LIMIT, largest=largest, conflicts=10_000)
        assert (chosen is not None) == exists
        assert chosen is None or _is_good(sets, tuple(chosen), largest)
        found.append(exists)
    assert 30 < sum(found) < 130


def test_what_is_likely_is_kept_where_nothing_speaks_against_it() -> None:
    sets: Lists = [([0, 1], 0.0), ([2, 3], 0.0)]
    for likely in ([True, False, False, True], [False, True, True, False]):
        chosen = _packed(sets, likely, limit=1.0, largest=1.0, conflicts=100)
        assert chosen == [i for i, flag in enumerate(likely) if flag]


def test_no_answer_is_none() -> None:
    pigeons, holes = 9, 8
    way = [[p * holes + h for h in range(holes)] for p in range(pigeons)]
    sets: Lists = [(own, np.inf) for own in way] + [([own[h] for own in way], 0.0) for h in range(holes)]
    assert _packed(sets, [False] * pigeons * holes, limit=1.0, largest=1.0, conflicts=100) is None
