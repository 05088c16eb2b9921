"""How many there are: real ones and invented ones, side by side and never added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A count of entries. What a figure says of the world is `real` alone."""

    real: int = 0
    invented: int = 0

    @classmethod
    def of(cls, flags: Iterable[bool]) -> Self:
        """Counts whether each is invented.

        >>> Tally.of([False, True, False])
        Tally(real=2, invented=1)
        """
        found = list(flags)
        return cls(real=found.count(False), invented=found.count(True))

    @property
    def every(self) -> int:
        """How many lines a list of all of them has; no figure."""
        return self.real + self.invented

    @property
    def is_mixed(self) -> bool:
        """Whether a page has to tell them apart."""
        return self.real > 0 and self.invented > 0
