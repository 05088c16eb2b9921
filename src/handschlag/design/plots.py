"""Charts, networks and the thread of a day as SVG.

Charts as SVG: curves stretch with the page, words do not.

A picture is as wide as its place. Curves lie in an inner picture that is stretched to it; dots and words are
placed by per cent of the width and pixels of the height, and so keep their size on a phone.

The thread of a day: where one walks, drawn beside the list of what happens.

Every stop draws its own piece of the thread, as high as the stop itself: where larger text makes a stop
higher, the thread stays whole.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from handschlag.design.components.organiser import (
    Anchor,
    CapacityChart,
    NetworkPicture,
    Node,
    PriceCurve,
    Tie,
    ValueChart,
)
from handschlag.design.components.participant import Stop
from handschlag.design.icons import number
from handschlag.design.tallies import format_number

TOP: Final = 22
FOOT: Final = 24
ACROSS: Final = 1000
NICE: Final = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Which values lie at the edges of a picture `height` pixels high."""

    left: float
    right: float
    bottom: float
    top: float
    height: int = 240

    def x(self, value: float) -> float:
        return ACROSS * (value - self.left) / ((self.right - self.left) or 1)

    def y(self, value: float) -> float:
        room = self.height - TOP - FOOT
        return TOP + room * (1 - (value - self.bottom) / ((self.top - self.bottom) or 1))


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers from `low` to `high`, about `most` of them."""
    rough = max(high - low, 1e-9) / max(most - 1, 1)
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * nice for nice in NICE if size * nice >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(step * place, 6) for place in range(first, math.floor(high / step + 1e-9) + 1)]


def _frame(xs: Iterable[float], ys: Iterable[float], *, height: int = 240) -> _Frame:
    """Around all values, with round numbers at the foot and the head."""
    across, up = list(xs), list(ys)
    steps = ticks(min(up), max(up))
    step = steps[1] - steps[0] if len(steps) > 1 else 1.0
    return _Frame(
        left=min(across),
        right=max(across),
        bottom=math.floor(min(up) / step) * step,
        top=math.ceil(max(up) / step) * step,
        height=height,
    )


def _curve(around: _Frame, points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(around.x(x))} {number(around.y(y))}" for x, y in points)


def stairs(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A value holds until the next one."""
    steps = [points[0]]
    for before, (x, y) in itertools.pairwise(points):
        steps += [(x, before[1]), (x, y)]
    return steps


def _path(kind: str, d: str) -> str:
    return f'<path class="hs-chart__{kind}" d="{d}"/>'


def _word(x: float, y: float, text: str, *, kind: str = "word", anchor: Anchor = "start") -> str:
    """`x` in thousandths of the width, `y` in pixels."""
    place = f'x="{number(x / 10)}%" y="{number(y)}"'
    return f'<text class="hs-chart__{kind}" {place} text-anchor="{anchor}">{escape(text)}</text>'


def _dot(around: _Frame, place: tuple[float, float], *, is_open: bool = False) -> str:
    kind = "open" if is_open else "dot"
    x, y = around.x(place[0]) / 10, around.y(place[1])
    return f'<circle class="hs-chart__{kind}" cx="{number(x)}%" cy="{number(y)}" r="5"/>'


def _beside(x: float) -> Anchor:
    return "end" if x > ACROSS * 0.6 else "start"


def _told(value: float) -> str:
    """A round number as people write it."""
    return format_number(int(value) if value == int(value) else value)


def grid(around: _Frame, *, unit: str = "", most: int = 6) -> tuple[str, str]:
    """The lines of round values, and the words at them and below."""
    lines, words = [], []
    for value in ticks(around.bottom, around.top):
        y = around.y(value)
        lines.append(_path("grid", f"M0 {number(y)}H{ACROSS}"))
        words.append(_word(0, y - 4, _told(value), kind="axis"))
    marks = ticks(around.left, around.right, most)
    for value in marks:
        x = around.x(value)
        anchor: Anchor = "start" if x < 30 else "end" if x > ACROSS - 30 else "middle"
        words.append(_word(x, around.height - 6, _told(value) + unit, kind="axis", anchor=anchor))
    return "".join(lines), "".join(words)


def _picture(around: _Frame, alt: str, *, curves: str, words: str) -> SafeString:
    height = around.height
    return format_html(
        '<svg class="hs-chart" width="100%" height="{}" role="img" aria-label="{}" focusable="false">'
        '<svg width="100%" height="{}" viewBox="0 0 {} {}" preserveAspectRatio="none">{}</svg>{}</svg>',
        height,
        alt,
        height,
        ACROSS,
        height,
        mark_safe(curves),  # noqa: S308 - our own drawing
        mark_safe(words),  # noqa: S308 - our own drawing, texts escaped in it
    )


def value_chart(chart: ValueChart) -> SafeString:
    """Value and bound as stairs, the gap between them as a band."""
    last = chart.points[-1]
    until = max(chart.until, last.second)
    values = stairs([(p.second, p.value) for p in chart.points])
    bounds = stairs([(p.second, p.bound) for p in chart.points])
    around = _frame([0, until], [y for _, y in values + bounds])
    lines, words = grid(around, unit=" s")
    curves = (
        lines
        + _path("band", _curve(around, bounds + values[::-1]) + "z")
        + _path("bound", _curve(around, bounds))
        + _path("value", _curve(around, values))
    )
    end = around.x(last.second)
    anchor = _beside(end)
    at = end + (-8 if anchor == "end" else 12)
    words += _dot(around, (last.second, last.value))
    words += _word(at, around.y(last.bound) - 8, chart.bound_label, anchor=anchor)
    words += _word(at, around.y(last.value) + 20, chart.value_label, anchor=anchor)
    return _picture(around, chart.alt, curves=curves, words=words)


def _median_at(chart: CapacityChart, tables: float) -> float:
    return min(chart.points, key=lambda point: abs(point.tables - tables)).median


def capacity_chart(chart: CapacityChart) -> SafeString:
    """Seats dashed, the median as a line, 8 of 10 as a band, the target dotted, two dots."""
    points = chart.points
    goal = [chart.target.at] if chart.target else []
    heights = [value for p in points for value in (p.low, p.high)] + goal
    heights.append(max(heights) * 1.1)  # seats go on above: they are cut off
    around = _frame([p.tables for p in points], heights)
    lines, words = grid(around)
    high, low = [(p.tables, p.high) for p in points], [(p.tables, p.low) for p in points]
    curves = (
        lines
        + _path("band", _curve(around, [*high, *low[::-1]]) + "z")
        + _path("bound", _curve(around, [(p.tables, p.seats) for p in points]))
        + _path("value", _curve(around, [(p.tables, p.median) for p in points]))
    )
    if chart.target:
        y = around.y(chart.target.at)
        curves += _path("target", f"M0 {number(y)}H{ACROSS}")
        words += _word(ACROSS, y - 6, chart.target.label, anchor="end")
    for point, is_open in ((chart.minimum, False), (chart.choice, True)):
        if point:
            place = (point.at, _median_at(chart, point.at))
            x, y = around.x(place[0]), around.y(place[1])
            curves += _path("stem", f"M{number(x)} {number(y)}V{around.height - FOOT}")
            words += _dot(around, place, is_open=is_open)
            if is_open:  # at the foot of its stem, where no curve is
                anchor, height = _beside(x), around.height - FOOT - 8.0
            else:  # above the curve, which rises from the left
                anchor, height = "start" if x < ACROSS * 0.2 else "end", y - 10
            words += _word(x - 10 if anchor == "end" else x + 10, height, point.label, anchor=anchor)
    return _picture(around, chart.alt, curves=curves, words=words)


def price_curve(chart: PriceCurve) -> SafeString:
    """Flat while the rule is free, then falling."""
    xs, ys = [x for x, _ in chart.points], [y for _, y in chart.points]
    around = _frame(xs, ys, height=170)
    lines, words = grid(around, unit=f" {chart.unit}" if chart.unit else "", most=4)
    at = dict(chart.points)
    curves = lines + _path("value", _curve(around, chart.points))
    if chart.free_until in at:
        words += _dot(around, (chart.free_until, at[chart.free_until]), is_open=True)
    if chart.chosen and chart.chosen.at in at:
        place = (chart.chosen.at, at[chart.chosen.at])
        x = around.x(place[0])
        curves += _path("stem", f"M{number(x)} {number(around.y(place[1]))}V{around.height - FOOT}")
        words += _dot(around, place)
        anchor = _beside(x)
        shift = -14 if anchor == "end" else 14
        words += _word(x + shift, around.y(place[1]) + 18, chart.chosen.label, anchor=anchor)
    return _picture(around, chart.alt, curves=curves, words=words)


NETWORK_WIDTH: Final = 480
HEIGHT: Final = 360
EDGE: Final = 32
BESIDE: Final = 52  # half a name of a dozen letters
THICKEST: Final = 9.0


def web(picture: NetworkPicture) -> SafeString:
    """Lines first, so that circles lie on them."""
    nodes = {node.code: node for node in picture.nodes}
    most = max((tie.wishes for tie in picture.ties), default=1) or 1
    lines = "".join(_tie_line(tie, nodes, most) for tie in picture.ties)
    largest = max((node.people for node in picture.nodes), default=1) or 1
    circles = "".join(_circle(node, largest) for node in picture.nodes)
    return format_html(
        '<svg class="hs-web" viewBox="0 0 {} {}" width="100%" role="img" aria-label="{}" focusable="false">'
        "{}</svg>",
        NETWORK_WIDTH,
        HEIGHT,
        picture.alt,
        mark_safe(lines + circles),  # noqa: S308 - our own drawing, texts escaped in it
    )


def _place(node: Node) -> tuple[float, float]:
    return BESIDE + node.x * (NETWORK_WIDTH - 2 * BESIDE), EDGE + node.y * (HEIGHT - 2 * EDGE)


def _tie_line(tie: Tie, nodes: dict[str, Node], most: int) -> str:
    """As wide as there are wishes; a missing bridge has no width to show."""
    (x1, y1), (x2, y2) = (_place(nodes[code]) for code in tie.between)
    kind = "missing" if tie.is_missing else "tie"
    width = 1.75 if tie.is_missing else max(1.5, THICKEST * tie.wishes / most)
    return (
        f'<line class="hs-web__{kind}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}"'
        f' y2="{number(y2)}" stroke-width="{number(width)}"/>'
    )


def _circle(node: Node, largest: int) -> str:
    """Its area says how many people there are."""
    x, y = _place(node)
    radius = 13 + 11 * math.sqrt(node.people / largest)
    return (
        f'<circle class="hs-web__node" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'
        f'<text class="hs-web__code" x="{number(x)}" y="{number(y + 4)}" text-anchor="middle">'
        f"{escape(node.code)}</text>"
    )


PER_MINUTE: Final = 3.3
THREAD_WIDTH: Final = 90
LANES: Final = (12, 45, 78)
BEND: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A stop with its piece of the thread and the two classes that make it as high as it is long."""

    stop: Stop
    line: SafeString
    height: str


def render_thread(stops: Sequence[Stop]) -> Iterator[_Drawn]:
    """Each stop with its own piece of the thread, in the order given."""
    before = stops[0].lane if stops else 0
    for stop in stops:
        yield _Drawn(stop=stop, line=_line(stop, before), height=_height(stop.minutes))
        before = stop.lane


def _height(minutes: int) -> str:
    """Up to 309 minutes, as tens and ones: a page carries no style of its own."""
    held = max(0, min(309, minutes))
    return f"hs-tens-{held // 10} hs-ones-{held % 10}"


def _line(stop: Stop, before: int) -> SafeString:
    tall = stop.minutes * PER_MINUTE
    faint = "".join(f'<path d="M{x} 0V{number(tall)}"/>' for x in LANES)
    return format_html(
        '<svg class="hs-thread__line" viewBox="0 0 {} {}" width="{}" height="100%" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">{}<path class="hs-thread__walk" d="{}"/></svg>',
        THREAD_WIDTH,
        number(tall),
        THREAD_WIDTH,
        mark_safe(faint),  # noqa: S308 - our own drawing
        _walk(LANES[before], LANES[stop.lane], tall),
    )


def _walk(start: int, end: int, tall: float) -> str:
    """Down in a lane; from another lane first across, with round corners."""
    if start == end:
        return f"M{end} 0V{number(tall)}"
    bend = BEND if end > start else -BEND
    return (
        f"M{start} 0Q{start} {BEND} {start + bend} {BEND}H{end - bend}"
        f"Q{end} {BEND} {end} {2 * BEND}V{number(tall)}"
    )
