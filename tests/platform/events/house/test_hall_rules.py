"""What stands on the floor must not stand in each other, and many codes are named at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handschlag.events.venue.drawing import (
    Area,
    PlanFault,
    Shape,
    ShapeKind,
    bar_length,
    in_rows,
    overlap,
    plan_warnings,
    table,
)
from handschlag.events.venue.objects import CodeFault, UnfitCodes, expand


def shape(kind: ShapeKind, left: int, top: int, width: int = 30, depth: int = 20, id: int = 1) -> Shape:
    return Shape(kind=kind, id=id, label=str(id), left=left, top=top, width=width, depth=depth)


def told(*shapes: Shape, width: int = 300, depth: int = 200) -> list[tuple[PlanFault, int, int | None]]:
    found = plan_warnings(shapes, width=width, depth=depth)
    return [(one.trouble, one.shape.id, one.other.id if one.other else None) for one in found]


def test_walls_may_touch_and_floors_may_not_be_shared() -> None:
    one = shape(ShapeKind.STAND, 0, 0, id=1)
    assert told(one, shape(ShapeKind.STAND, 30, 0, id=2)) == []
    assert told(one, shape(ShapeKind.STAND, 29, 19, id=2)) == [(PlanFault.OVERLAP, 1, 2)]


def test_a_stand_stands_in_its_zone_and_a_table_not_in_a_stand() -> None:
    zone, stand = shape(ShapeKind.ZONE, 0, 0, 200, 200, id=1), shape(ShapeKind.STAND, 10, 10, id=2)
    assert told(zone, stand) == []
    assert told(stand, table(id=3, label="T1", left=20, top=20)) == [(PlanFault.OVERLAP, 2, 3)]


def test_what_reaches_beyond_the_plan_is_told_and_what_is_not_drawn_is_not() -> None:
    assert told(shape(ShapeKind.STAND, 280, 0, id=7)) == [(PlanFault.OUTSIDE, 7, None)]
    assert told(shape(ShapeKind.STAND, 999, 999, 0, 0), table(id=3, label="T", left=None, top=None)) == []


SIDES = st.integers(0, 60)


@given(a=st.tuples(SIDES, SIDES, SIDES, SIDES), b=st.tuples(SIDES, SIDES, SIDES, SIDES))
def test_two_rectangles_overlap_when_a_square_of_the_floor_is_in_both(
    a: tuple[int, int, int, int], b: tuple[int, int, int, int]
) -> None:
    one, other = shape(ShapeKind.STAND, *a), shape(ShapeKind.STAND, *b)

    def squares(it: Shape) -> set[tuple[int, int]]:
        return {(x, y) for x in range(it.left, it.right) for y in range(it.top, it.bottom)}

    if one.is_drawn and other.is_drawn:
        assert overlap(one, other) is bool(squares(one) & squares(other))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A1..A4", ("A1", "A2", "A3", "A4")),
        ("A1-A3, B7", ("A1", "A2", "A3", "B7")),
        ("T08..T11", ("T08", "T09", "T10", "T11")),
        ("1..3;  Foyer", ("1", "2", "3", "Foyer")),
        ("A9 .. 11", ("A9", "A10", "A11")),
    ],
)
def test_codes_are_written_as_people_do(text: str, codes: tuple[str, ...]) -> None:
    assert expand(text) == codes


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (" , ", CodeFault.NONE),
        ("A5..A1", CodeFault.BACKWARDS),
        ("A1..B5", CodeFault.TWO_STEMS),
        ("A1..A300", CodeFault.TOO_MANY),
        ("A1..A150, B1..B100", CodeFault.TOO_MANY),
        ("Haupteingang", CodeFault.TOO_LONG),
        ("A1..A3, A2", CodeFault.TWICE),
    ],
)
def test_codes_that_cannot_be_are_refused_with_a_reason(text: str, fault: CodeFault) -> None:
    with pytest.raises(UnfitCodes) as caught:
        expand(text)
    assert caught.value.fault is fault


def test_new_stands_stand_in_rows_that_fit_and_do_not_touch() -> None:
    corners = in_rows(5, area=Area(left=10, top=10, width=100, depth=100), width=30, depth=20, gap=10)
    assert corners == ((10, 10), (50, 10), (10, 40), (50, 40), (10, 70))


@pytest.mark.parametrize(("width", "metres"), [(40, 1), (300, 5), (900, 20), (5000, 100)])
def test_the_bar_of_the_scale_is_a_round_number_of_metres(width: int, metres: int) -> None:
    assert bar_length(width) == metres
