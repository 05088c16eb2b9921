"""Pictures of figures as SVG: places by per cent of the width, so that words keep their size on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from handschlag.design.numbers import format_number
from handschlag.design.svg.logo_marks import number
from handschlag.design.svg.plots import ticks

HEIGHT: Final = 210
TOP: Final = 34
FOOT: Final = 40
LEFT: Final = 6.0  # per cent of the width for the axis
TALL: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """All in the unit of `top`, where the picture ends; None where there is no such figure."""

    value: float | None
    target: float
    top: float
    other: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    label: str
    count: int
    is_low: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """`_mean` lies on the axis of the bars: 0 is the middle of the first one."""

    title: str
    alt: str
    bars: Sequence[Bar]
    axis: str
    mean: float | None = None
    mean_label: str = ""


def bullet(drawn: Bullet) -> SafeString:
    """Bar: the value. Strong line: the target. Dotted line: another event."""

    def at(value: float) -> str:
        return number(min(100.0, max(0.0, 100 * value / drawn.top)))

    parts = ['<rect class="hs-bullet__room" y="6" width="100%" height="8"/>']
    if drawn.value is not None:
        parts.append(f'<rect class="hs-bullet__value" y="6" width="{at(drawn.value)}%" height="8"/>')
    if drawn.other is not None:
        x = at(drawn.other)
        parts.append(f'<line class="hs-bullet__other" x1="{x}%" x2="{x}%" y1="2" y2="18"/>')
    x = at(drawn.target)
    parts.append(f'<line class="hs-bullet__target" x1="{x}%" x2="{x}%" y1="0" y2="20"/>')
    return format_html(
        '<svg class="hs-bullet" width="100%" height="{}" aria-hidden="true" focusable="false">{}</svg>',
        TALL,
        mark_safe("".join(parts)),  # noqa: S308 - our own drawing of numbers
    )


def histogram(drawn: Histogram) -> SafeString:
    """Bars on round lines, their number on top and their label below."""
    most = max((bar.count for bar in drawn.bars), default=0) or 1
    room = HEIGHT - TOP - FOOT
    step = (100 - LEFT) / max(len(drawn.bars), 1)
    parts = [_line(value, most, room) for value in ticks(0, most, 4) if value == int(value)]
    parts += [_bar(one, place, step=step, most=most) for place, one in enumerate(drawn.bars)]
    if drawn.mean is not None:
        parts.append(_mean(drawn, step))
    parts.append(_word(100, HEIGHT - 4, drawn.axis, kind="axis", anchor="end"))
    return format_html(
        '<svg class="hs-chart hs-histogram" width="100%" height="{}" role="img" aria-label="{}"'
        ' focusable="false">{}</svg>',
        HEIGHT,
        drawn.alt,
        mark_safe("".join(parts)),  # noqa: S308 - our own drawing, texts escaped in it
    )


def _line(value: float, most: int, room: int) -> str:
    y = number(TOP + room * (1 - value / most))
    return f'<line class="hs-chart__grid" x1="{number(LEFT)}%" x2="100%" y1="{y}" y2="{y}"/>' + _word(
        0, float(y) + 4, format_number(int(value)), kind="axis"
    )


def _bar(one: Bar, place: int, *, step: float, most: int) -> str:
    room = HEIGHT - TOP - FOOT
    height = room * one.count / most
    left, middle = LEFT + step * (place + 0.08), LEFT + step * (place + 0.5)
    kind = "low" if one.is_low else "bar"
    drawn = (
        f'<rect class="hs-histogram__{kind}" x="{number(left)}%" y="{number(TOP + room - height)}"'
        f' width="{number(step * 0.84)}%" height="{number(height)}"/>'
    )
    count = (
        _word(middle, TOP + room - height - 5, format_number(one.count), anchor="middle") if one.count else ""
    )
    return drawn + count + _word(middle, HEIGHT - FOOT + 18, one.label, kind="axis", anchor="middle")


def _mean(drawn: Histogram, step: float) -> str:
    x = LEFT + step * ((drawn.mean or 0.0) + 0.5)
    is_right = x > 60
    stem = (
        f'<line class="hs-histogram__mean" x1="{number(x)}%" x2="{number(x)}%" y1="2" y2="{HEIGHT - FOOT}"/>'
    )
    return stem + _word(
        x + (-1 if is_right else 1), 13, drawn.mean_label, anchor="end" if is_right else "start"
    )


def _word(x: float, y: float, text: str, *, kind: str = "word", anchor: str = "start") -> str:
    place = f'x="{number(x)}%" y="{number(y)}"'
    return f'<text class="hs-chart__{kind}" {place} text-anchor="{anchor}">{escape(text)}</text>'
