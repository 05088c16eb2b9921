"""A time of the day that became free: when it is offered, to which two people first, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

HELD: Final = timedelta(minutes=4)  # for the two who are asked
HELD_BEFORE: Final = timedelta(hours=4)  # the day before, when nobody has the page open
WAY: Final = timedelta(minutes=1)  # between the last yes and the meeting
MOST_TIMES: Final = 3  # of two people: the first ones that both have
FEW: Final = 3  # whoever has fewer meetings that day is asked before all others
LEAD: Final = timedelta(minutes=3)  # what begins sooner leaves no time to answer
EVE_FROM, EVE_UNTIL = 9, 18  # hours of the day before in which offers for the next one are made
BEFORE_FIRST: Final = timedelta(hours=1)  # before the first slot of a day nobody is asked
MOST_COMPARED: Final = 200  # pairs in one go; whoever is left has a turn a minute later
MOST_UNANSWERED: Final = 3  # whoever let so many offers pass is left in peace for the day


class Ground(IntEnum):
    """What speaks for two people; what comes first is likelier to be wanted by both."""

    BOTH_WISH = 0
    ASKED = 1  # one has asked, the other has not answered
    ONE_WISHES = 2
    RECOMMENDED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What speaks for two people, and how much within the same ground; who has sent a request, if anybody."""

    ground: Ground
    worth: float
    sender: int | None = None

    @property
    def order(self) -> tuple[int, float]:
        return self.ground, -self.worth


@dataclass(frozen=True, slots=True, kw_only=True)
class FreedTime:
    """Somebody has time who has lost a meeting today, or whose other side does not come.

    `instead_of` is the request of a meeting that is called off and still stands, at `place`.
    """

    person: int
    block: int
    starts_at: datetime
    ends_at: datetime
    instead_of: int | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedMeeting:
    """Two people who could use a freed time."""

    freed: FreedTime
    partner: int
    fit: Fit


def pair_key(one: int, other: int) -> tuple[int, int]:
    """The same for a pair, whoever comes first.

    >>> pair_key(7, 3)
    (3, 7)
    """
    return min(one, other), max(one, other)


def offer_until(starts_at: datetime, *, is_eve: bool, now: datetime) -> datetime:
    """Four minutes, four hours the day before; at most until a minute before the meeting.

    >>> from datetime import UTC
    >>> at = datetime(2027, 4, 20, 11, 10, tzinfo=UTC)
    >>> [offer_until(at, is_eve=False, now=at - timedelta(minutes=n)).minute for n in (30, 3)]
    [44, 9]
    >>> [offer_until(at, is_eve=one, now=at - timedelta(hours=10)).hour for one in (True, False)]
    [5, 1]
    """
    return min(now + (HELD_BEFORE if is_eve else HELD), starts_at - WAY)


def in_turn(wanted: Sequence[WantedMeeting], *, now: datetime) -> Sequence[WantedMeeting]:
    """As many as are compared in one go; the next ones a minute later, and after the last the first again."""
    turns = max(1, -(-len(wanted) // MOST_COMPARED))
    at = int(now.timestamp() // 60) % turns * MOST_COMPARED
    return wanted[at : at + MOST_COMPARED]


def in_order(candidates: Iterable[WantedMeeting], meetings: Mapping[int, int]) -> list[WantedMeeting]:
    """Whoever has few meetings, then the strongest ground, what is worth most, and the fewest meetings."""

    def order(one: WantedMeeting) -> tuple[object, ...]:
        freed = one.freed
        number = meetings.get(freed.person, 0) + meetings.get(one.partner, 0)
        least = min(meetings.get(freed.person, 0), meetings.get(one.partner, 0))
        return least >= FEW, *one.fit.order, number, freed.starts_at, freed.person, one.partner

    return sorted(candidates, key=order)
