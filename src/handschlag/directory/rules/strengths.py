"""Where a field is strong, measured against the whole; and where there is nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 3  # a share of fewer organisations is chance
STRONG = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """`index` 2.0: twice the share that the field (or the Land) has in the whole."""

    key: str
    count: int
    index: float


def strengths(
    here: Mapping[str, int], whole: Mapping[str, int], *, here_total: int, whole_total: int, most: int = 8
) -> tuple[Strength, ...]:
    """The keys with a clearly larger share here than in the whole, the strongest first.

    With fields as keys, `here` is a Land; with Länder as keys, `here` is a field. Counts are distinct
    organisations. The whole contains here.
    """
    if here_total <= 0 or whole_total <= 0:
        return ()
    found = [
        Strength(key=key, count=count, index=(count / here_total) / (whole[key] / whole_total))
        for key, count in here.items()
        if count >= LEAST and whole.get(key, 0) > 0
    ]
    strong = [strength for strength in found if strength.index >= STRONG]
    return tuple(sorted(strong, key=lambda s: (-s.index, -s.count, s.key))[:most])


def white_spots(here: Mapping[str, int], whole: Mapping[str, int]) -> tuple[str, ...]:
    """What exists elsewhere and not here; what is most common elsewhere comes first."""
    missing = [key for key, count in whole.items() if count > 0 and here.get(key, 0) == 0]
    return tuple(sorted(missing, key=lambda key: (-whole[key], key)))
