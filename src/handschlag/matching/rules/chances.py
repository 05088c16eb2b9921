"""Whether two people could meet at all, as far as both their times are known to everybody.

Meetings that are agreed can move, so they only count; which slots they take does not matter. Nobody's secret
wishes stand here: what is shown of a pair must not depend on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Chance(StrEnum):
    POSSIBLE = "possible"
    YOU_FULL = "you_full"  # as many meetings as you want, or as your time holds
    THEY_FULL = "they_full"
    NO_COMMON_TIME = "no_common_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Slots in which somebody could meet others, how many meetings are agreed, and the most of them."""

    free: frozenset[datetime]
    agreed: int = 0
    most: int | None = None

    @property
    def is_full(self) -> bool:
        return self.agreed >= len(self.free) or (self.most is not None and self.agreed >= self.most)


def chance_of(mine: Hours, theirs: Hours) -> Chance:
    """
    >>> from datetime import UTC, datetime
    >>> ten, eleven = (datetime(2027, 4, 14, hour, tzinfo=UTC) for hour in (10, 11))
    >>> chance_of(Hours(free=frozenset({ten})), Hours(free=frozenset({eleven})))
    <Chance.NO_COMMON_TIME: 'no_common_time'>
    """
    if not mine.free & theirs.free:
        return Chance.NO_COMMON_TIME
    if theirs.is_full:
        return Chance.THEY_FULL
    return Chance.YOU_FULL if mine.is_full else Chance.POSSIBLE
