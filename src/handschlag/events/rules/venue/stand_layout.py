"""Where many new things stand: in rows, from left to right, as many as fit; and the bar of the scale."""

from __future__ import annotations

from dataclasses import dataclass

NICE = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A part of the floor, in decimetres."""

    left: int
    top: int
    width: int
    depth: int


def in_rows(count: int, *, area: Area, width: int, depth: int, gap: int) -> tuple[tuple[int, int], ...]:
    """Upper left corners, row by row; what does not fit any more goes on below the area, and is warned."""
    per_row = max(1, (area.width + gap) // (width + gap))
    return tuple(
        (area.left + number % per_row * (width + gap), area.top + number // per_row * (depth + gap))
        for number in range(count)
    )


def bar_length(width: int) -> int:
    """Metres of a scale bar for a plan so many decimetres wide: a round number, about a fifth."""
    return max((length for length in NICE if length * 10 <= width / 4), default=1)
