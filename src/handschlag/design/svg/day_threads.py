"""The thread of a day: where one walks, drawn beside the list of what happens.

Every stop draws its own piece of the thread, as high as the stop itself: where larger text makes a stop
higher, the thread stays whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from handschlag.design.components.participant import Stop
from handschlag.design.svg.logo_marks import number

PER_MINUTE: Final = 3.3
WIDTH: Final = 90
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
        WIDTH,
        number(tall),
        WIDTH,
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
