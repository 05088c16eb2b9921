"""Filtering "all different" against all assignments."""

from __future__ import annotations

import random
from itertools import product

import pytest

from treffen.solvers.satisfiability.alldifferent import HallViolation, filter_person
from treffen.solvers.satisfiability.instance import bits


@pytest.mark.parametrize("seed", range(300))
def test_exactly_the_values_of_some_assignment_remain(seed: int) -> None:
    dice = random.Random(seed)
    domains = [dice.randrange(1, 32) for _ in range(dice.randint(1, 5))]
    good = [a for a in product(*(list(bits(d)) for d in domains)) if len(set(a)) == len(a)]
    if not good:
        with pytest.raises(HallViolation) as caught:
            filter_person(domains)
        union = 0
        for i in caught.value.items:
            union |= domains[i]
        assert union.bit_count() < len(caught.value.items)
        return
    left = list(domains)
    result = filter_person(domains)
    for i, rest, blockers in result.narrowed:
        left[i] = rest
        assert i not in blockers
    assert left == [sum(1 << t for t in {a[i] for a in good}) for i in range(len(domains))]
    used = [sum(1 << t for t in a) for a in good]
    assert all(result.busy & ~u == 0 for u in used)
    assert result.busy == sum(1 << t for t in range(5) if all(u >> t & 1 for u in used))
