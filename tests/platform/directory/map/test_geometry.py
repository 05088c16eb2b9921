"""The plane of the map: areas stay equal, points come back, outlines are those that are committed."""

from __future__ import annotations

import json
from math import cos, hypot, radians, sin
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

import handschlag.directory
from handschlag.directory.map import outlines
from handschlag.directory.map.dots import outlines as lands
from handschlag.directory.map.outlines import EARTH, GERMANY, SHEET
from handschlag.directory.related import kilometres

FLOOR = Path(handschlag.directory.__file__).parent
latitudes, longitudes = st.floats(46.5, 55.5), st.floats(5.5, 15.5)


@given(latitudes, longitudes)
def test_a_point_of_the_earth_comes_back_from_the_sheet(latitude: float, longitude: float) -> None:
    there = SHEET.degrees(*SHEET.place(latitude, longitude))
    assert there == pytest.approx((latitude, longitude), abs=1e-9)


@given(latitudes, longitudes, st.floats(0.05, 0.5))
def test_equal_areas_stay_equal(latitude: float, longitude: float, side: float) -> None:
    """A small field of the globe has on the sheet the area that it has on the sphere."""
    edge = [i / 20 * side for i in range(21)]
    around = [
        *((latitude, longitude + d) for d in edge),
        *((latitude + d, longitude + side) for d in edge),
        *((latitude + side, longitude + d) for d in reversed(edge)),
        *((latitude + d, longitude) for d in reversed(edge)),
    ]
    drawn = abs(outlines.area([SHEET.place(*point) for point in around]))
    real = EARTH**2 * radians(side) * (sin(radians(latitude + side)) - sin(radians(latitude)))
    assert drawn == pytest.approx(real, rel=1e-5)


@given(latitudes, longitudes, st.floats(-0.2, 0.2), st.floats(-0.2, 0.2))
def test_distances_on_the_sheet_are_kilometres_to_one_per_cent(
    latitude: float, longitude: float, north: float, east: float
) -> None:
    (x1, y1), (x2, y2) = SHEET.place(latitude, longitude), SHEET.place(latitude + north, longitude + east)
    real = kilometres((latitude, longitude), (latitude + north, longitude + east))
    assert hypot(x2 - x1, y2 - y1) == pytest.approx(real, rel=0.01, abs=0.02)


@given(st.floats(48 + 2 / 3 - 1e-9, 48 + 2 / 3 + 1e-9), longitudes)
def test_a_standard_parallel_is_true_to_scale(latitude: float, longitude: float) -> None:
    (x1, y1), (x2, y2) = GERMANY.forward(latitude, longitude), GERMANY.forward(latitude, longitude + 0.01)
    assert hypot(x2 - x1, y2 - y1) == pytest.approx(EARTH * cos(radians(latitude)) * radians(0.01), rel=1e-6)


def test_north_is_up_and_east_is_right() -> None:
    (kiel_x, kiel_y), (munich_x, munich_y) = SHEET.place(54.32, 10.14), SHEET.place(48.14, 11.58)
    assert kiel_y < munich_y
    assert kiel_x < munich_x
    assert SHEET.holds(kiel_x, kiel_y)
    assert not SHEET.holds(*SHEET.place(59.33, 18.07))


def test_running_the_preparation_again_gives_the_committed_files(tmp_path: Path) -> None:
    call_command("prepare_boundaries", into=tmp_path)
    for name in ("data/outlines.json", "static/directory/map/boundaries.json"):
        assert (tmp_path / name).read_text("utf-8") == (FLOOR / name).read_text("utf-8")


def test_every_land_is_drawn_inside_the_sheet_with_a_place_for_its_name() -> None:
    assert " ".join(sorted(lands())) == "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH"
    for land in lands().values():
        assert land.path.startswith("M")
        assert land.path.endswith("z")
        assert SHEET.holds(land.x, land.y)
        assert len(land.small) <= len(land.path)


def test_the_areas_of_the_drawn_lander_are_those_of_the_real_ones() -> None:
    """Square kilometres of the Federal Statistical Office; the outlines are generalised."""
    real = {"BY": 70542, "NW": 34112, "SN": 18450, "BE": 891, "SL": 2571, "TH": 16202}
    source = json.loads((FLOOR / "data/natural_earth/bundeslaender.geojson").read_text("utf-8"))
    for land in source["features"]:
        code = land["properties"]["code"]
        drawn = sum(
            abs(outlines.area(outlines.projected_ring(ring, SHEET)))
            for polygon in land["geometry"]["coordinates"]
            for ring in polygon[:1]
        )
        if code in real:
            assert drawn == pytest.approx(real[code], rel=0.05), code


points = st.tuples(st.floats(-100, 100), st.floats(-100, 100))


@given(st.lists(points, min_size=4, max_size=40), st.floats(0.1, 20))
def test_a_thinned_outline_keeps_its_ends_and_invents_nothing(ring: list, tolerance: float) -> None:
    closed = [*ring, ring[0]]
    thinned = outlines.thin(closed, tolerance)
    assert thinned[0] == thinned[-1] == closed[0]
    assert set(thinned) <= set(closed)
    assert len(thinned) <= len(closed)


def test_what_lies_on_a_line_is_left_out_and_a_corner_is_not() -> None:
    square = [(0, 0), (5, 0.1), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert outlines.thin(square, 1.0) == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]


@given(st.lists(points, min_size=4, max_size=12, unique=True))
def test_a_path_can_be_read_back_to_the_rounded_corners(ring: list) -> None:
    path = outlines.path_of([[*ring, ring[0]]])
    assert corners_of(path) == deduplicated([(round(x * 10), round(y * 10)) for x, y in ring])


def deduplicated(corners: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = [corner for i, corner in enumerate(corners) if i == 0 or corner != corners[i - 1]]
    while len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    return kept


def corners_of(path: str) -> list[tuple[int, int]]:
    """A reader of paths as a browser is one, for `M x y l dx dy ... z`."""
    import re

    start, _, steps = path.removeprefix("M").removesuffix("z").partition("l")
    numbers = [round(float(n) * 10) for n in re.findall(r"-?\d*\.\d+|-?\d+", f"{start} {steps}")]
    x, y = numbers[:2]
    found = [(x, y)]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found
