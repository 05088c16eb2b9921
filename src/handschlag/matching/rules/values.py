"""What a mutual wish is worth to the timetable: the sum over those who wish it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

WORTH: Final = {"must": 4, "want": 2, "maybe": 1, "": 1}
LONGEST_PURPOSE: Final = 200  # of a request
ERASED: Final = "…"  # what a purpose says once its author is erased


def value_of(kinds: Iterable[str]) -> int:
    """The value of a request, at least 1.

    >>> value_of(["must", "want"])
    6
    """
    return max(1, sum(WORTH[kind] for kind in kinds))


def pair_of(one: int, other: int) -> str:
    """The same word for a pair, whoever comes first."""
    return f"{min(one, other)}-{max(one, other)}"
