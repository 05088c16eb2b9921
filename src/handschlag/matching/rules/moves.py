"""How long somebody may think about another time, and what is valid once all have agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handschlag.matching.rules.versions import PublishedMeeting

PATIENCE: Final = timedelta(hours=48)
BEFORE: Final = timedelta(hours=1)  # by then everybody has to know where to be


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A time and place to which everybody of the meeting has agreed."""

    block: int
    starts_at: datetime
    ends_at: datetime
    place: int
    place_code: str
    at: datetime


def deadline(*, now: datetime, old: datetime, new: datetime) -> datetime | None:
    """Two days, and at most until an hour before either time; None where it is too late to ask.

    >>> from datetime import UTC
    >>> begins = datetime(2027, 4, 14, 10, tzinfo=UTC)
    >>> deadline(now=datetime(2027, 4, 10, tzinfo=UTC), old=begins, new=begins).day
    12
    >>> deadline(now=datetime(2027, 4, 14, 8, tzinfo=UTC), old=begins, new=begins).hour
    9
    >>> deadline(now=datetime(2027, 4, 14, 9, tzinfo=UTC), old=begins, new=begins) is None
    True
    """
    until = min(now + PATIENCE, old - BEFORE, new - BEFORE)
    return until if until > now else None


def with_moves(
    told: Iterable[PublishedMeeting], agreed: Mapping[int, Agreed]
) -> tuple[PublishedMeeting, ...]:
    """What is valid: the version, with the times to which people have agreed since."""
    return tuple(_moved(one, agreed[one.request]) if one.request in agreed else one for one in told)


def _moved(one: PublishedMeeting, to: Agreed) -> PublishedMeeting:
    return replace(
        one,
        block=to.block,
        starts_at=to.starts_at,
        ends_at=to.ends_at,
        place=to.place,
        place_code=to.place_code,
    )
