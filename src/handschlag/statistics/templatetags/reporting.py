"""`{% load reporting %}`: bullets and histograms. Each has its numbers beside it, or a table below.

Places are said by per cent of the width, so that words keep their size on a phone.
"""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from handschlag.design.icons import number
from handschlag.design.plots import ticks
from handschlag.design.tallies import format_number
from handschlag.statistics import kpis
from handschlag.statistics.figures import Figures
from handschlag.statistics.kpis import AIMS, FEW, Kpi

register = template.Library()
register.filter("value_of", kpis.value_of)
register.filter("aim_of", kpis.aim_of)
register.filter("elsewhere_of", kpis.elsewhere_of)
HEIGHT: Final = 210
TOP: Final = 34
FOOT: Final = 40
LEFT: Final = 6.0  # per cent of the width for the axis
TALL: Final = 20


@register.simple_tag
def bullet_key() -> SafeString:
    """What the lines of a bullet mean."""
    return format_html(
        '<span class="hs-kpis__key"><svg width="4" height="16"><line class="hs-bullet__target" x1="2" x2="2"'
        ' y2="16"/></svg>{}<svg width="4" height="16"><line class="hs-bullet__other" x1="2" x2="2" y2="16"/>'
        "</svg>{}</span>",
        _("Target"),
        _("Comparison"),
    )


@register.simple_tag
def bullet(kpi: Kpi, value: float | None) -> SafeString:
    """Bar: the value. Strong line: the target. Dotted line: another event."""
    aim = AIMS[kpi]

    def at(place: float) -> str:
        return number(min(100.0, max(0.0, 100 * place / aim.top)))

    parts = ['<rect class="hs-bullet__room" y="6" width="100%" height="8"/>']
    if value is not None:
        parts.append(f'<rect class="hs-bullet__value" y="6" width="{at(value)}%" height="8"/>')
    if aim.elsewhere is not None:
        x = at(aim.elsewhere)
        parts.append(f'<line class="hs-bullet__other" x1="{x}%" x2="{x}%" y1="2" y2="18"/>')
    x = at(aim.value)
    parts.append(f'<line class="hs-bullet__target" x1="{x}%" x2="{x}%" y1="0" y2="20"/>')
    return format_html(
        '<svg class="hs-bullet" width="100%" height="{}" aria-hidden="true" focusable="false">{}</svg>',
        TALL,
        mark_safe("".join(parts)),  # noqa: S308 - our own drawing of numbers
    )


@register.simple_tag
def histogram(figures: Figures) -> SafeString:
    """How many people had how many meetings: bars on round lines, and the mean."""
    people = figures.histogram
    most = max(people.values(), default=0) or 1
    room = HEIGHT - TOP - FOOT
    step = (100 - LEFT) / max(len(people), 1)
    parts = [_line(value, most, room) for value in ticks(0, most, 4) if value == int(value)]
    mean = figures.measures[Kpi.MEETINGS].value
    if mean is not None:
        parts.append(_mean(mean, step))  # behind the bars and their numbers
    parts += [_bar(meetings, count, step=step, most=most) for meetings, count in people.items()]
    parts.append(_word(100, HEIGHT - 4, _("Meetings per person"), kind="axis", anchor="end"))
    alt = _("Number of meetings per person: from %(low)s to %(high)s.")
    return format_html(
        '<svg class="hs-chart hs-histogram" width="100%" height="{}" role="img" aria-label="{}"'
        ' focusable="false">{}</svg>',
        HEIGHT,
        alt % {"low": min(figures.per_person.values()), "high": max(people)},
        mark_safe("".join(parts)),  # noqa: S308 - our own drawing, texts escaped in it
    )


def _line(value: float, most: int, room: int) -> str:
    y = number(TOP + room * (1 - value / most))
    return f'<line class="hs-chart__grid" x1="{number(LEFT)}%" x2="100%" y1="{y}" y2="{y}"/>' + _word(
        0, float(y) + 4, format_number(int(value)), kind="axis"
    )


def _bar(meetings: int, people: int, *, step: float, most: int) -> str:
    """Bars stand from no meeting on, so their number is their place."""
    room = HEIGHT - TOP - FOOT
    height = room * people / most
    left, middle = LEFT + step * (meetings + 0.08), LEFT + step * (meetings + 0.5)
    kind = "low" if meetings < FEW else "bar"
    drawn = (
        f'<rect class="hs-histogram__{kind}" x="{number(left)}%" y="{number(TOP + room - height)}"'
        f' width="{number(step * 0.84)}%" height="{number(height)}"/>'
    )
    count = _word(middle, TOP + room - height - 5, format_number(people), anchor="middle") if people else ""
    return drawn + count + _word(middle, HEIGHT - FOOT + 18, str(meetings), kind="axis", anchor="middle")


def _mean(mean: float, step: float) -> str:
    """On the axis of the bars: 0 is the middle of the first one."""
    x = LEFT + step * (mean + 0.5)
    is_right = x > 60
    stem = (
        f'<line class="hs-histogram__mean" x1="{number(x)}%" x2="{number(x)}%" y1="2" y2="{HEIGHT - FOOT}"/>'
    )
    label = _("Mean %(n)s") % {"n": kpis.fixed(mean, 1)}
    return stem + _word(x + (-1 if is_right else 1), 13, label, anchor="end" if is_right else "start")


def _word(x: float, y: float, text: str, *, kind: str = "word", anchor: str = "start") -> str:
    place = f'x="{number(x)}%" y="{number(y)}"'
    return f'<text class="hs-chart__{kind}" {place} text-anchor="{anchor}">{escape(text)}</text>'
