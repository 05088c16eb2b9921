"""Charts as SVG: curves stretch with the page, words do not.

A picture is as wide as its place. Curves lie in an inner picture that is stretched to it; dots and words are
placed by per cent of the width and pixels of the height, and so keep their size on a phone.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from handschlag.design.components.charts import Anchor, CapacityChart, PriceCurve, ValueChart
from handschlag.design.numbers import format_number
from handschlag.design.svg.logo_marks import number

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
