"""Where the circles of a picture of networks lie: the same every time, so that the picture does not jump."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

ROUNDS: Final = 80
PULL: Final = 0.3  # of ties, against the push of all
CLOSEST: Final = 0.16
GOLDEN: Final = math.pi * (3 - math.sqrt(5))

type Point = tuple[float, float]


def layout(names: Sequence[str], ties: Mapping[tuple[str, str], int]) -> dict[str, Point]:
    """Both from 0 to 1. Circles push each other away and ties pull (T. Fruchterman, E. Reingold, 1991).

    >>> sorted(layout(["A", "B"], {("A", "B"): 3}))
    ['A', 'B']
    """
    if not names:
        return {}
    at = {name: _spiral(number, len(names)) for number, name in enumerate(sorted(names))}
    near = 1 / math.sqrt(len(names))
    most = max(ties.values(), default=1) or 1
    for turn in range(ROUNDS):
        heat = 0.1 * (1 - turn / ROUNDS)
        at = _moved(at, ties, near=near, heat=heat, most=most)
    at = _spread(at)
    for _turn in range(ROUNDS):
        at = _cleared(at)
    return _spread(at)


def _spiral(number: int, count: int) -> Point:
    radius = 0.5 * math.sqrt((number + 0.5) / count)
    return 0.5 + radius * math.cos(number * GOLDEN), 0.5 + radius * math.sin(number * GOLDEN)


def _moved(
    at: Mapping[str, Point], ties: Mapping[tuple[str, str], int], *, near: float, heat: float, most: int
) -> dict[str, Point]:
    push = {name: [0.0, 0.0] for name in at}
    names = list(at)
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            dx, dy, far = _apart(at[one], at[other])
            pull = PULL * far * far / near * ties.get((one, other), ties.get((other, one), 0)) / most
            force = (near * near / far - pull) / far
            push[one][0] += dx * force
            push[one][1] += dy * force
            push[other][0] -= dx * force
            push[other][1] -= dy * force
    return {name: _stepped(at[name], push[name], heat) for name in at}


def _cleared(at: Mapping[str, Point]) -> dict[str, Point]:
    """Circles that lie on each other move apart."""
    push = {name: [0.0, 0.0] for name in at}
    names = list(at)
    for number, one in enumerate(names):
        for other in names[number + 1 :]:
            dx, dy, far = _apart(at[one], at[other])
            lack = max(0.0, CLOSEST - far) / 2
            for name, sign in ((one, 1), (other, -1)):
                push[name][0] += sign * lack * dx / far
                push[name][1] += sign * lack * dy / far
    return {name: (at[name][0] + push[name][0], at[name][1] + push[name][1]) for name in at}


def _apart(one: Point, other: Point) -> tuple[float, float, float]:
    dx, dy = one[0] - other[0], one[1] - other[1]
    return dx, dy, max(0.01, math.hypot(dx, dy))


def _stepped(place: Point, push: Sequence[float], heat: float) -> Point:
    size = math.hypot(push[0], push[1]) or 1.0
    step = min(size, heat) / size
    return place[0] + push[0] * step, place[1] + push[1] * step


def _spread(at: Mapping[str, Point]) -> dict[str, Point]:
    """To the edges of the picture."""
    xs, ys = [x for x, _ in at.values()], [y for _, y in at.values()]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    return {
        name: (
            (x - min(xs)) / width if width > 0.01 else 0.5,
            (y - min(ys)) / height if height > 0.01 else 0.5,
        )
        for name, (x, y) in at.items()
    }
