"""Capacity rows say exactly when meetings can be given places (Hall's condition)."""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from treffen.solvers.base.capacity import MOST_ROWS, hall_family, rows_of

sets_of_places = st.lists(st.frozensets(st.integers(0, 4), min_size=1), min_size=1, max_size=5)


def can_be_placed(wanted: list[frozenset[int]]) -> bool:
    return any(
        all(p in s for p, s in zip(chosen, wanted, strict=True))
        for chosen in permutations(range(5), len(wanted))
    )


@given(sets_of_places)
def test_meetings_fit_if_and_only_if_no_row_is_overfull(wanted: list[frozenset[int]]) -> None:
    family, is_exact = hall_family(wanted)
    rows = rows_of(wanted, family)
    load = [sum(number in r for r in rows) for number in range(len(family))]
    assert is_exact
    assert can_be_placed(wanted) == all(n <= len(row) for n, row in zip(load, family, strict=True))


@given(sets_of_places)
def test_the_family_holds_every_set_and_every_union_of_overlapping_members(
    wanted: list[frozenset[int]],
) -> None:
    family, _ = hall_family(wanted)
    assert set(wanted) <= set(family)
    assert len(family) == len(set(family))
    assert all(a | b in family for a, b in combinations(family, 2) if a & b)


def test_nested_and_separate_sets_need_no_more_rows() -> None:
    sets = [frozenset(range(9)), frozenset([1, 2]), frozenset([3]), frozenset([1, 2, 5])]
    assert hall_family(sets) == (sets, True)


def test_a_set_of_nothing_has_no_row() -> None:
    assert hall_family([frozenset(), frozenset([1])]) == ([frozenset([1])], True)
    assert rows_of([frozenset()], [frozenset([1])]) == [[]]


def test_a_closure_that_grows_too_large_is_cut_and_says_so() -> None:
    sets = [frozenset([0, i]) for i in range(1, 20)]
    family, is_exact = hall_family(sets)
    assert not is_exact
    assert len(family) == MOST_ROWS
    assert family[: len(sets)] == sets
