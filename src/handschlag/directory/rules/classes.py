"""Classes of a tinted map: how many steps of colour, and where each begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

STEPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One tint, 1 the lightest; the least and the largest value that have it."""

    tint: int
    least: float
    largest: float


def steps_of(values: Iterable[float], *, steps: int = STEPS) -> tuple[Step, ...]:
    """At most `steps` classes of about as many regions each; equal values are never parted.

    Nothing (0) has no class: it is white. The legend shows what is really there, so no class is empty.
    """
    found = sorted(value for value in values if value > 0)
    classes: list[list[float]] = []
    for number in range(steps):
        part = found[len(found) * number // steps : len(found) * (number + 1) // steps]
        fresh = [value for value in part if not classes or value > classes[-1][-1]]
        if classes:
            classes[-1].extend(value for value in part if value == classes[-1][-1])
        if fresh:
            classes.append(fresh)
    first = max(1, steps - len(classes) + 1) if len(classes) < 2 else 1
    return tuple(
        Step(tint=first + number, least=one[0], largest=one[-1]) for number, one in enumerate(classes)
    )


def tint_of(value: float, steps: Iterable[Step]) -> int:
    """The tint of a value; 0 is white."""
    return next((step.tint for step in steps if step.least <= value <= step.largest), 0)
