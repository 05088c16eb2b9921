"""The same people at five events: with a memory nobody meets again unasked, and more new people are met."""

from __future__ import annotations

import pytest
from benchmarks.simulation import again

SIXTY = 60


@pytest.fixture(scope="module")
def both() -> list[again.Series]:
    return [
        again.series("conference", 4, recognises=0.0, has_memory=has, people=SIXTY) for has in (False, True)
    ]


def test_with_a_memory_nobody_meets_again_unasked(both: list[again.Series]) -> None:
    without, remembering = both
    assert sum(without.unwanted) > 0
    assert remembering.unwanted == (0,) * again.EVENTS


def test_the_first_event_is_the_same_and_the_later_ones_bring_more_new_people(
    both: list[again.Series],
) -> None:
    without, remembering = both
    assert without.new[0] == remembering.new[0] > 0
    assert sum(remembering.new[1:]) > sum(without.new[1:])


def test_the_table_says_how_much_more(both: list[again.Series]) -> None:
    (row,) = again.rows_of(both)
    assert row[:2] == ("conference", "0%")
    assert row[-1] == "0.00"
    assert str(row[4]).startswith("+")
