"""Classes of a tinted map: how many steps of colour, and where each begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

STEPS = 4
TINTS = {1: (2,), 2: (1, 3), 3: (1, 2, 4), 4: (1, 2, 3, 4)}  # few classes lie far apart


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourClass:
    """One tint, 1 the lightest; the least and the largest value that have it."""

    tint: int
    least: float
    largest: float


def steps_of(values: Iterable[float]) -> tuple[ColourClass, ...]:
    """At most four classes of about as many regions each; equal values are never parted.

    Nothing (0) has no class: it is white. The legend shows what is really there, so no class is empty.
    """
    found = sorted(value for value in values if value > 0)
    classes: list[list[float]] = []
    for number in range(STEPS):
        part = found[len(found) * number // STEPS : len(found) * (number + 1) // STEPS]
        fresh = [value for value in part if not classes or value > classes[-1][-1]]
        if classes:
            classes[-1].extend(value for value in part if value == classes[-1][-1])
        if fresh:
            classes.append(fresh)
    if not classes:
        return ()
    tints = TINTS[len(classes)]
    return tuple(
        ColourClass(tint=tint, least=one[0], largest=one[-1])
        for tint, one in zip(tints, classes, strict=True)
    )


def tint_of(value: float, steps: Iterable[ColourClass]) -> int:
    """The tint of a value; 0 is white."""
    return next((step.tint for step in steps if step.least <= value <= step.largest), 0)
