"""Dots and names: nothing touches, nothing overlaps, nothing is lost; tints say what they claim."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import hypot
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handschlag.directory.map import dots as map_dots
from handschlag.directory.map.dots import (
    LARGE,
    LARGE_TYPE,
    SMALL,
    SMALL_TYPE,
    WHOLE,
    Scale,
    Site,
    steps_of,
    tint_of,
)
from handschlag.directory.map.drawing import Chart, Drawing, LandSortKey, Subject


def site(number: int, x: float, y: float, count: int) -> Site:
    return Site(key=f"by-{number}", name=f"Ort {number}", land="BY", x=x, y=y, count=count)


@st.composite
def sites(draw: st.DrawFn) -> list[Site]:
    seats = draw(
        st.lists(st.tuples(st.floats(20, 680), st.floats(20, 890), st.integers(1, 400)), max_size=60)
    )
    return [site(number, *seat) for number, seat in enumerate(seats)]


scales = st.sampled_from([LARGE, SMALL])


@given(sites(), scales)
def test_merged_dots_keep_the_count_and_every_place(seats: list[Site], scale: Scale) -> None:
    merged = map_dots.merge(seats, scale)
    assert sum(mark.count for mark in merged) == sum(seat.count for seat in seats)
    assert sorted(s.key for mark in merged for s in mark.sites) == sorted(seat.key for seat in seats)
    assert all(mark.count == sum(s.count for s in mark.sites) for mark in merged)
    for mark in merged:
        largest = max(mark.sites, key=lambda s: s.count)
        assert largest.count == next(s.count for s in mark.sites if s.key == mark.key)


@given(sites(), scales)
def test_no_two_dots_touch(seats: list[Site], scale: Scale) -> None:
    merged = map_dots.merge(seats, scale)
    for i, one in enumerate(merged):
        for other in merged[i + 1 :]:
            assert hypot(one.x - other.x, one.y - other.y) >= scale.room(one.count) + scale.room(other.count)


@given(sites(), scales, st.randoms())
def test_the_order_of_the_places_does_not_matter(seats: list[Site], scale: Scale, random) -> None:
    shuffled = list(seats)
    random.shuffle(shuffled)
    assert map_dots.merge(shuffled, scale) == map_dots.merge(seats, scale)


@given(sites(), scales)
def test_dots_that_are_far_apart_stay_apart(seats: list[Site], scale: Scale) -> None:
    merged = map_dots.merge(seats, scale)
    for mark in merged:
        alone = all(
            hypot(mark.x - seat.x, mark.y - seat.y) > scale.widest for seat in seats if seat not in mark.sites
        )
        if len(mark.sites) > 1 and alone:
            assert any(
                hypot(a.x - b.x, a.y - b.y) < scale.widest
                for a in mark.sites
                for b in mark.sites
                if a is not b
            )


def test_a_dot_for_several_places_carries_the_name_of_their_large_city() -> None:
    village, town = (
        replace(site(n, 100 + n, 100, 9 - n), city=city) for n, city in ((1, "München"), (2, ""))
    )
    (both,), (one,) = map_dots.merge([village, town], LARGE), map_dots.merge([village], LARGE)
    assert (both.name, one.name) == ("München", "Ort 1")


def test_a_dot_carries_the_name_of_its_largest_place() -> None:
    merged = map_dots.merge([site(1, 100, 100, 2), site(2, 104, 100, 9), site(3, 400, 400, 1)], LARGE)
    assert [(mark.key, mark.count, mark.is_merged) for mark in merged] == [
        ("by-2", 11, True),
        ("by-3", 1, False),
    ]
    assert map_dots.found(merged, "by-1") == merged[0]
    assert map_dots.found(merged, "by-9") is None


def test_a_dot_that_grows_into_another_takes_it_in() -> None:
    """Two that only touch once a third has made one of them larger."""
    distance = LARGE.room(10) + LARGE.room(8) + LARGE.gap + 0.1
    apart = [site(1, 100, 100, 10), site(2, 100 + distance, 100, 8)]
    assert len(map_dots.merge(apart, LARGE)) == 2
    assert len(map_dots.merge([*apart, site(3, 100 + distance, 101, 7)], LARGE)) == 1


def test_thirteen_thousand_places_are_merged_in_a_moment() -> None:
    seats = [site(n, (n * 7919) % 6600 / 10 + 20, (n * 104729) % 8700 / 10 + 20, 1) for n in range(13_000)]
    started = process_time()
    merged = map_dots.merge(seats, LARGE)
    assert sum(mark.count for mark in merged) == 13_000
    assert process_time() - started < 3


names = st.text(alphabet="ABGHMWabegilmnrstuüß-. ", min_size=1, max_size=22)


@given(sites(), scales, st.data())
def test_names_overlap_no_other_name_and_no_dot(seats: list[Site], scale: Scale, data: st.DataObject) -> None:
    size = LARGE_TYPE if scale is LARGE else SMALL_TYPE
    dots = [
        map_dots.Dot(key=m.key, name=data.draw(names), x=m.x, y=m.y, radius=scale.radius(m.count))
        for m in map_dots.merge(seats, scale)
    ]
    placed = map_dots.place_all(dots, size=size, sheet=WHOLE)
    for i, one in enumerate(placed):
        assert one.box.is_inside(WHOLE)
        assert not any(one.box.overlaps(other.box) for other in placed[i + 1 :])
        assert not any(is_covered(dot, one.box) for dot in dots)


def is_covered(dot: map_dots.Dot, box: map_dots.Box) -> bool:
    """Whether one of many points of a box lies in a dot."""
    return any(
        hypot(box.x + box.width * i / 24 - dot.x, box.y + box.height * j / 8 - dot.y) < dot.radius
        for i in range(25)
        for j in range(9)
    )


def test_a_name_stands_to_the_right_and_moves_when_that_is_taken() -> None:
    free = map_dots.Dot(key="a", name="Bremen", x=300, y=300, radius=10)
    assert map_dots.place_all([free], size=16, sheet=WHOLE)[0].anchor is map_dots.Anchor.START
    wall = map_dots.Dot(key="b", name="", x=345, y=300, radius=20)
    beside = map_dots.place_all([free, wall], size=16, sheet=WHOLE)[0]
    assert beside.anchor is map_dots.Anchor.END
    at_the_edge = map_dots.Dot(key="c", name="Görlitz", x=690, y=300, radius=6)
    assert map_dots.place_all([at_the_edge], size=16, sheet=WHOLE)[0].anchor is map_dots.Anchor.END


def test_without_room_for_the_whole_name_the_short_one_is_tried() -> None:
    dot = map_dots.Dot(key="a", name="Raum Düsseldorf", short="Düsseldorf", x=40, y=300, radius=6)
    wall = map_dots.Dot(key="b", name="", x=165, y=300, radius=20)
    for dots, text in (([dot], "Raum Düsseldorf"), ([dot, wall], "Düsseldorf")):
        assert map_dots.place_all(dots, size=16, sheet=WHOLE)[0].text == text


def test_a_name_without_room_is_left_out_and_a_limit_is_kept() -> None:
    crowd = [
        map_dots.Dot(key=f"{x}-{y}", name="Weit hinten", x=x, y=y, radius=9)
        for x in range(100, 300, 20)
        for y in range(100, 300, 20)
    ]
    placed = map_dots.place_all(crowd, size=16, sheet=WHOLE)
    assert 0 < len(placed) < len(crowd)
    assert len(map_dots.place_all(crowd, size=16, sheet=WHOLE, most=3)) == 3


values = st.lists(st.one_of(st.just(0), st.integers(1, 60), st.floats(0.1, 9)), max_size=16)


@given(values)
def test_every_value_has_exactly_one_tint_and_nothing_is_white_but_nothing(numbers: list[float]) -> None:
    steps = steps_of(numbers)
    assert len(steps) <= 4
    for one, following in pairwise(steps):
        assert one.largest < following.least
        assert one.tint < following.tint
    for number in numbers:
        holding = [step for step in steps if step.least <= number <= step.largest]
        assert [step.tint for step in holding] == ([tint_of(number, steps)] if number else [])


@given(values)
def test_the_limits_of_a_tint_are_values_that_occur(numbers: list[float]) -> None:
    for step in steps_of(numbers):
        assert step.least in numbers
        assert step.largest in numbers


def test_few_values_get_few_tints_that_lie_far_apart() -> None:
    assert [(s.tint, s.least, s.largest) for s in steps_of([0, 5, 5, 5])] == [(2, 5, 5)]
    assert [s.tint for s in steps_of([1, 9])] == [1, 3]
    assert len(steps_of(range(1, 17))) == 4


def test_what_the_map_shows_can_be_read_from_its_own_address() -> None:
    chart = Chart(
        show=Subject.ACTORS,
        drawing=Drawing.DENSITY,
        at="by-münchen",
        column=LandSortKey.PEOPLE,
        is_descending=True,
        pages=3,
    )
    query = dict(chart.pairs())
    assert Chart.of({name: [value] for name, value in query.items()}) == chart
    assert Chart().query_string() == ""
    assert (
        chart.query_string(show=Subject.NETWORKS, drawing=Drawing.PLACES, at="", pages=1) == "order=-people"
    )


@pytest.mark.parametrize(
    "query",
    [
        {"show": ["<script>"], "as": ["pie"], "order": ["--x"], "more": ["0"], "at": ["../.."]},
        {"more": ["1e9"], "region": ["' or 1=1"], "around": ["a" * 500]},
    ],
)
def test_nonsense_in_an_address_is_ignored(query: dict[str, list[str]]) -> None:
    assert Chart.of(query) == Chart()
