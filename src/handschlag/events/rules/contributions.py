"""What holds for proposed contributions: when the call is open, who decides when, what reviews come to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from handschlag.accounts.rules.limits import Limit

USUAL_KINDS: Final = ["talk", "workshop"]
USUAL_MINUTES: Final = [20, 30, 45]
REVIEWS_WANTED: Final = 2
SCORES: Final = (1, 2, 3, 4, 5)
CONFIRM_WITHIN: Final = timedelta(hours=48)
LINK_LASTS_AFTER: Final = timedelta(days=30)  # after the last day of the event
# The same as for registrations: behind one address may sit a whole institute.
CONTRIBUTIONS_FROM_A_PLACE: Final = Limit("contributions from a place", 600, timedelta(hours=1))
CONTRIBUTIONS_OF_AN_ADDRESS: Final = Limit("contributions of an address", 10, timedelta(hours=1))

type Span = tuple[datetime, datetime]


class CallPhase(StrEnum):
    NOT_YET = "not_yet"
    OPEN = "open"
    OVER = "over"


def call_phase(opens_at: datetime, closes_at: datetime, *, now: datetime) -> CallPhase:
    """Whether something can be proposed now."""
    if now < opens_at:
        return CallPhase.NOT_YET
    return CallPhase.OPEN if now < closes_at else CallPhase.OVER


class Decision(StrEnum):
    """What organisers decide; the values are those of the states that follow."""

    ACCEPT = "accepted"
    RESERVE = "reserve"
    DECLINE = "declined"


def may_decide(state: str, decision: Decision, *, is_told: bool, has_session: bool = True) -> bool:
    """Whether this decision can be taken now: what a speaker has been told is not taken back in silence.

    >>> may_decide("accepted", Decision.DECLINE, is_told=False)
    True
    >>> may_decide("accepted", Decision.DECLINE, is_told=True)
    False
    >>> may_decide("confirmed", Decision.ACCEPT, is_told=True, has_session=False)  # it was removed
    True
    """
    if state in {"accepted", "confirmed"} and decision == Decision.ACCEPT:
        return not has_session
    if state == decision:
        return False
    if state in {"submitted", "reserve"}:
        return True
    if state == "declined":
        return True
    return state == "accepted" and not is_told


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSummary:
    """What reviews come to; `mean` and `difference` are None without a score."""

    scores: tuple[int, ...] = ()
    conflicts: int = 0

    @property
    def mean(self) -> float | None:
        return sum(self.scores) / len(self.scores) if self.scores else None

    @property
    def difference(self) -> int | None:
        return max(self.scores) - min(self.scores) if self.scores else None

    @property
    def is_enough(self) -> bool:
        return len(self.scores) >= REVIEWS_WANTED


def may_see_reviews(own: tuple[int | None, bool] | None, *, is_decided: bool) -> bool:
    """Whether somebody sees what others said. `own` is their score and whether they know the people.

    >>> may_see_reviews(None, is_decided=False), may_see_reviews((4, False), is_decided=False)
    (False, True)
    >>> may_see_reviews((None, True), is_decided=True)
    False
    """
    if own is None:
        return is_decided
    return not own[1]


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in as few spans as possible, in order.

    >>> nine, ten, eleven = (datetime(2027, 4, 14, hour) for hour in (9, 10, 11))
    >>> merged([(ten, eleven), (nine, ten)]) == ((nine, eleven),)
    True
    """
    found: list[Span] = []
    for starts, ends in sorted(spans):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return tuple(found)


def hours_of(opens_at: datetime, closes_at: datetime) -> tuple[Span, ...]:
    """A day in hours; the last one may be shorter.

    >>> len(hours_of(datetime(2027, 4, 14, 9), datetime(2027, 4, 14, 11, 30)))
    3
    """
    hour = timedelta(hours=1)
    number = -((opens_at - closes_at) // hour)
    return tuple((opens_at + n * hour, min(opens_at + (n + 1) * hour, closes_at)) for n in range(number))


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Whether two of them share a moment."""
    return any(starts < span[1] and span[0] < ends for starts, ends in others)


def absent_speakers(
    span: Span, speakers: Collection[int], absences: Mapping[int, tuple[Span, ...]]
) -> tuple[int, ...]:
    """Who of these speakers cannot be there then."""
    return tuple(one for one in speakers if _overlaps(span, absences.get(one, ())))
