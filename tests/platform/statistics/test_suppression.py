"""No number below three is told, and none can be computed from what is told: tried by every world there is.

The one who tries knows the method, the sums, and everything that is published, but not the secret order. All
worlds that could publish the same are compared, and in them every hidden cell has more than one value.
"""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import combinations_with_replacement, permutations, product

import pytest

from handschlag.statistics.suppression import (
    LEAST,
    NOBODY,
    Pair,
    SuppressedMatrix,
    classes_of,
    is_safe,
    merged_few,
    pair_of,
    part_of,
    suppressed,
)

BETWEEN: tuple[Pair, ...] = ((1, 2), (1, 3), (2, 3))
MIXED: tuple[Pair, ...] = ((1, 1), (2, 2), (1, 2), (0, 1))


def told(seen: SuppressedMatrix, cells: dict[Pair, int]) -> tuple[object, ...]:
    """Everything that the public learns of a matrix: open cells, hidden ones, and the sums that are told."""
    sums = defaultdict[str, int](int)
    for pair, number in cells.items():
        sums[part_of(pair)] += number
    return (
        tuple(sorted(seen.cells.items())),
        tuple(sorted(seen.hidden)),
        tuple(sorted(sums.items())) if seen.has_parts else None,
        sum(cells.values()) if seen.has_total else None,
    )


def twins_of(pairs: tuple[Pair, ...], most: int) -> dict[tuple[object, ...], set[tuple[int, ...]]]:
    """By what is told, all worlds that could tell it, in some secret order."""
    found: dict[tuple[object, ...], set[tuple[int, ...]]] = defaultdict(set)
    orders = [dict(zip(pairs, map(str, order), strict=True)) for order in permutations(range(len(pairs)))]
    for world in product(range(most + 1), repeat=len(pairs)):
        cells = dict(zip(pairs, world, strict=True))
        for order in orders:
            found[told(suppressed(cells, order.__getitem__), cells)].add(world)
    return found


@pytest.mark.parametrize(("pairs", "most"), [(BETWEEN[:1], 12), (BETWEEN[:2], 12), (BETWEEN, 9), (MIXED, 6)])
def test_nobody_who_knows_the_method_computes_a_hidden_cell(pairs: tuple[Pair, ...], most: int) -> None:
    found_out = [
        (seen, pair)
        for seen, same in twins_of(pairs, most).items()
        for at, pair in enumerate(pairs)
        if pair in seen[1]  # type: ignore[operator]
        if len({world[at] for world in same}) == 1
        # At the edge of what was tried the twin lies beyond.
        if max(max(world) for world in same) < most
    ]
    assert found_out == []


def test_a_single_meeting_hides_its_own_number() -> None:
    seen = suppressed({(1, 2): 1}, str)
    assert (seen.cells, seen.hidden) == ({}, {(1, 2)})
    assert (seen.has_parts, seen.has_total, is_safe([1])) == (False, False, False)


def test_a_small_cell_alone_in_its_part_takes_cells_of_others_and_the_share_with_it() -> None:
    seen = suppressed({(1, 2): 1, (1, 1): 5, (2, 2): 8}, str)
    assert seen.hidden == {(1, 2), (1, 1)}
    assert (seen.cells, seen.has_parts, seen.has_total) == ({(2, 2): 8}, False, True)


def test_a_single_small_cell_takes_the_next_of_the_secret_order_with_it() -> None:
    cells = {(1, 2): 2, (1, 3): 8, (2, 3): 4, (1, 1): 5, (0, 1): 7}
    seen = suppressed(cells, str)
    assert seen.hidden == {(1, 2), (1, 3)}
    assert suppressed(cells, lambda pair: str(9 - pair[1])).hidden == {(1, 2), (1, 3)}
    assert suppressed(cells, lambda pair: "0" if pair == (2, 3) else "1").hidden == {(1, 2), (2, 3)}
    assert [seen.row(one) for one in (1, 2, 3, 0)] == [(12, False), (4, False), (4, False), (7, True)]


def test_zeros_are_told_and_hide_nothing() -> None:
    seen = suppressed({(1, 2): 0, (1, 3): 8, (2, 3): 4}, str)
    assert (seen.hidden, seen.row(1)) == (frozenset(), (8, True))


@pytest.mark.parametrize("seed", range(40))
def test_the_sums_of_whole_matrices_leave_every_hidden_cell_room(seed: int) -> None:
    rnd = random.Random(seed)
    networks = (NOBODY, *range(1, rnd.randint(3, 9)))
    every = [pair_of(*pair) for pair in combinations_with_replacement(networks, 2)]
    cells = {pair: rnd.choice((0, 0, 1, 2, 3, 4, 9, 15)) for pair in every}
    seen = suppressed(cells, lambda pair: str(random.Random(f"{seed} {pair}").random()))
    assert min(seen.cells.values(), default=LEAST) >= LEAST
    parts = defaultdict[str, list[int]](list)
    for pair in seen.hidden:
        parts[part_of(pair) if seen.has_parts else "all"].append(cells[pair])
    assert [numbers for numbers in parts.values() if not is_safe(numbers)] == [] or not seen.has_total
    for one in networks:
        total, is_all = seen.row(one)
        exact = sum(number for pair, number in cells.items() if one in pair)
        assert (total == exact) is is_all


def test_kinds_with_few_stand_together() -> None:
    assert merged_few({"a": 9, "b": 5, "c": 4, "d": 3}, "rest") == {"a": 9, "b": 5, "c": 4, "d": 3}
    assert merged_few({"a": 9, "b": 2, "c": 1}, "rest") == {"a": 9, "rest": 3}
    assert merged_few({"a": 9, "b": 5, "c": 1}, "rest") == {"a": 9, "rest": 6}
    assert merged_few({"a": 2}, "rest") == {}
    assert merged_few({"a": 2, "b": 0}, "rest") == {}
    assert merged_few({}, "rest") == {}


def test_no_class_of_people_is_small() -> None:
    for seed in range(200):
        rnd = random.Random(seed)
        histogram = {number: rnd.choice((0, 0, 1, 2, 5)) for number in range(14)}
        found = classes_of(histogram)
        assert [one for one in found if 0 < one.people < LEAST] == []
        total = sum(histogram.values())
        assert sum(one.people for one in found) == (total if total >= LEAST else 0)
