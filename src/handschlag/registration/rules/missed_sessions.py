"""What a person's times mean for the sessions that the person chose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations

MUST, LIKE = "must", "like"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTime:
    """A chosen session in time; None where it has no time yet."""

    id: int
    starts_at: datetime | None
    ends_at: datetime | None
    wish: str = MUST


class Danger(StrEnum):
    BEFORE_ARRIVAL = "before_arrival"
    AFTER_LEAVING = "after_leaving"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endangered:
    id: int
    danger: Danger


def clashes(slots: Iterable[SessionTime]) -> Sequence[tuple[int, int]]:
    """Pairs of sessions that a person must hear and that overlap; one may begin when the other ends."""
    must = sorted(
        (one for one in slots if one.wish == MUST and one.starts_at and one.ends_at),
        key=lambda one: (one.starts_at, one.id),
    )
    return [(one.id, other.id) for one, other in combinations(must, 2) if _overlap(one, other)]


def _overlap(one: SessionTime, other: SessionTime) -> bool:
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def endangered(
    slots: Iterable[SessionTime], *, arrives_at: datetime | None, leaves_at: datetime | None
) -> Sequence[Endangered]:
    """The chosen sessions of which a person misses a part: who comes too late, who leaves too early."""
    found = []
    for one in slots:
        if arrives_at is not None and one.starts_at is not None and one.starts_at < arrives_at:
            found.append(Endangered(id=one.id, danger=Danger.BEFORE_ARRIVAL))
        elif leaves_at is not None and one.ends_at is not None and one.ends_at > leaves_at:
            found.append(Endangered(id=one.id, danger=Danger.AFTER_LEAVING))
    return found
