"""What parts draw from their values: scales, stairs, threads, shades."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from handschlag.design import icons, plots
from handschlag.design.components.organiser import (
    Capacity,
    CapacityChart,
    Heat,
    NetworkPicture,
    Node,
    Point,
    Progress,
    Tie,
    ValueChart,
    WarmRow,
    Warmth,
)
from handschlag.design.components.participant import Ballot, RemedyCard, RemedyCards, Stop


def drawn(source: str, **context: object) -> str:
    return Template("{% load design participant organiser %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (2160, 2240, [2160, 2180, 2200, 2220, 2240]),
        (0, 10, [0, 5, 10]),
        (24, 44, [25, 30, 35, 40]),
        (0, 1, [0, 0.5, 1]),
    ],
)
def test_scales_have_round_numbers(low: float, high: float, marks: list[float]) -> None:
    assert plots.ticks(low, high) == marks


def test_a_value_holds_until_the_next() -> None:
    assert plots.stairs([(0, 1), (2, 5), (3, 6)]) == [(0, 1), (2, 1), (2, 5), (3, 5), (3, 6)]


def test_a_chart_writes_numbers_as_svg_wants_them_and_as_people_read_them() -> None:
    chart = ValueChart(
        title="T",
        alt="<rises>",
        points=[Progress(0.5, 2170.5, 2233), Progress(2, 2200, 2231)],
        value_label="plan",
        bound_label="a < b",
    )
    with translation.override("de"):
        picture = plots.value_chart(chart)
    assert ">2.200<" in picture
    assert re.findall(r'[ "M]\d+,\d', picture) == []
    assert 'aria-label="&lt;rises&gt;"' in picture
    assert "a &lt; b" in picture


@pytest.mark.parametrize(("tables", "anchor"), [(8, "start"), (12, "end")])
def test_the_label_of_a_choice_stays_inside_the_picture(tables: int, anchor: str) -> None:
    chart = CapacityChart(
        title="T",
        alt="rises",
        points=[Capacity(count, 10 * count, 80, 70, 90) for count in (6, 8, 10, 12)],
        choice=Point(tables, "your choice"),
    )
    assert f'text-anchor="{anchor}">your choice<' in plots.capacity_chart(chart)


def test_the_walk_bends_only_where_the_lane_changes() -> None:
    stops = [
        Stop(time="9", minutes=20, title="a", kind="talk", lane=0),
        Stop(time="9:20", minutes=20, title="b", kind="meeting", lane=0),
        Stop(time="9:40", minutes=145, title="c", kind="break", lane=2),
    ]
    pieces = list(plots.render_thread(stops))
    assert ["Q" in piece.line for piece in pieces] == [False, False, True]
    assert [piece.height for piece in pieces] == [
        "hs-tens-2 hs-ones-0",
        "hs-tens-2 hs-ones-0",
        "hs-tens-14 hs-ones-5",
    ]


def test_each_wish_has_its_own_shape() -> None:
    shapes = {re.sub(r'class="[^"]*"', "", path) for path in icons.WISHES.values()}
    assert len(shapes) == 3  # want and maybe are the same hand, filled and outlined
    assert "hs-fill-you" in icons.WISHES["want"]
    assert "hs-line-you" in icons.WISHES["maybe"]


def test_nothing_is_chosen_beforehand_and_what_is_locked_says_so() -> None:
    html = drawn("{% ballot ballot %}", ballot=Ballot(name="w", about="A", locked=("must",), why="three"))
    assert "checked" not in html
    assert re.findall(r'value="(\w+)" disabled', html) == ["must"]
    assert "three" in html


def test_a_way_out_is_a_form_of_its_own_or_a_link() -> None:
    form = RemedyCard(title="a", text="b", cost="c", label="d", url="/x/", fields=(("way", "1"),))
    link = RemedyCard(title="a", text="b", cost="c", label="d", url="/y/", is_link=True)
    html = drawn("{% ways_out ways %}", ways=RemedyCards(ways=(form, link)), csrf_token="t")
    assert re.findall(r'<form method="post" action="([^"]*)"', html) == ["/x/"]
    assert re.findall(r'name="(\w+)" value="(\w+)"', html) == [("csrfmiddlewaretoken", "t"), ("way", "1")]
    assert re.findall(r'<a class="kern-btn kern-btn--secondary" href="([^"]*)"', html) == ["/y/"]


def test_shades_follow_the_largest_count_and_zero_has_none() -> None:
    cells = [Warmth(count=count) for count in (0, 1, 5, 10)]
    heat = Heat(title="t", corner="c", columns=("a", "b", "c", "d"), rows=(WarmRow(label="r", cells=cells),))
    assert re.findall(r'class="(hs-q\d)"', drawn("{% heat heat %}", heat=heat)) == [
        "hs-q0",
        "hs-q1",
        "hs-q3",
        "hs-q5",
    ]


def test_a_missing_bridge_is_dotted_and_the_widest_line_has_most_wishes() -> None:
    nodes = [Node(code=code, x=place, y=0.5, people=9) for code, place in (("A", 0), ("B", 0.5), ("C", 1))]
    ties = [
        Tie(between=("A", "B"), wishes=10),
        Tie(between=("B", "C"), wishes=5),
        Tie(between=("A", "C"), wishes=1, is_missing=True),
    ]
    picture = plots.web(NetworkPicture(title="t", alt="a", nodes=nodes, ties=ties))
    widths = re.findall(r'class="hs-web__(\w+)".*?stroke-width="([\d.]+)"', picture)
    assert widths == [("tie", "9"), ("tie", "4.5"), ("missing", "1.75")]
