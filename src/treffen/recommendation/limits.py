"""Which values a setting may have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

from treffen.problem.faults import LARGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The numbers from `least` to `most`; where `is_open_*` is set, that end itself is not among them.

    >>> str(Limits(least=0, most=1, is_open_above=True))
    '0 ≤ x < 1'
    """

    least: float = 0.0
    most: float = float(LARGEST)
    is_open_below: bool = False
    is_open_above: bool = False

    def allow(self, value: float) -> bool:
        """Whether the value lies within."""
        above = value > self.least if self.is_open_below else value >= self.least
        below = value < self.most if self.is_open_above else value <= self.most
        return math.isfinite(value) and above and below

    def __str__(self) -> str:
        """The range as mathematics writes it, the same in every language."""
        below = "<" if self.is_open_below else "≤"
        above = "<" if self.is_open_above else "≤"
        if self.most == LARGEST:
            return f"x {'>' if self.is_open_below else '≥'} {self.least:g}"
        return f"{self.least:g} {below} x {above} {self.most:g}"


class BadSetting(ValueError):
    """A setting that has no meaning, alone or beside the others; `allowed` says what has."""

    def __init__(self, name: str, value: object, allowed: object) -> None:
        super().__init__(f"{name} is {value}; allowed is {allowed}")
        self.name, self.value, self.allowed = name, value, allowed


NOT_NEGATIVE = Limits()
SHARE = Limits(most=1.0)
BELOW_1 = Limits(most=1.0, is_open_above=True)
INSIDE = Limits(most=1.0, is_open_below=True, is_open_above=True)


def check(settings: object, limits: Mapping[str, Limits]) -> None:
    """Raises `BadSetting` for the first number of a dataclass that is out of its limits."""
    for one in fields(settings):  # type: ignore[arg-type]  # the caller's own dataclass
        value = getattr(settings, one.name)
        if one.name in limits and not limits[one.name].allow(value):
            raise BadSetting(one.name, value, limits[one.name])
