"""What comes of a repair, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from treffen.problem import Meeting, ParticipantId, Problem, RequestId, SlotId
from treffen.repair.presence import Smaller
from treffen.timetable import Differences, Plan, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What a moved meeting is weighed with: `move` in twenty-fifths of a typical meeting's value.

    8: nobody is moved for less than a third of a meeting. None: nobody is moved but those who have to be.
    """

    move: float | None = 8.0


class RepairOptionKind(StrEnum):
    """What a repair is good at."""

    BALANCED = "balanced"
    FEWEST_MOVES = "fewest_moves"
    MOST_MEETINGS = "most_meetings"
    LEAST_WALKING = "least_walking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A promised meeting that is not held any more.

    `causes`: positions of the disruptions that displaced it; none: it gave way to a dearer one, of the
    least set that had to. `participants` and `requests` are the evidence of the reason. `is_proved`:
    with all that is promised, fewer could not be lost.
    """

    meeting: Meeting
    reason: Reason
    causes: tuple[int, ...] = ()
    participants: tuple[ParticipantId, ...] = ()
    requests: tuple[RequestId, ...] = ()
    is_proved: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StandBy:
    """Who would gladly fill a time that somebody lost: requests of theirs, the most valuable first."""

    participant: ParticipantId
    slot: SlotId
    requests: tuple[RequestId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A late wish that does not fit, and the meeting of one of the two that would make room for it.

    It was tried: with `gives_up` left out, `meeting` can be held, and `moved` others change their time.
    """

    request: RequestId
    participant: ParticipantId
    gives_up: RequestId
    slot: SlotId
    moved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairOption:
    """One repair: a verified plan, and how it differs from what was promised.

    `moved` promised meetings are held at another time or by others, `elsewhere` only at another place.
    """

    kind: RepairOptionKind
    plan: Plan
    difference: Differences
    moved: int
    elsewhere: int
    walking: int
    offers: tuple[Offer, ...] = ()
    stand_bys: tuple[StandBy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A repair and its alternatives.

    `problem` is what the plans are plans of; `lasting` is the same without what was frozen only for now,
    and is what the next disruption starts from. `smaller` meetings go on without somebody.
    `keep_all_bound`: no timetable that holds all that can be kept is worth more. `free_bound`: no
    timetable at all is; the distance is the price of promises.
    """

    problem: Problem
    lasting: Problem
    lost: tuple[Loss, ...]
    given_up: tuple[Meeting, ...]
    kept: int
    keep_all_bound: int
    free_bound: int
    choice: RepairOption
    alternatives: tuple[RepairOption, ...] = ()
    smaller: tuple[Smaller, ...] = ()

    @property
    def plan(self) -> Plan:
        """The repair that is proposed."""
        return self.choice.plan

    @property
    def difference(self) -> Differences:
        """What it changes."""
        return self.choice.difference

    @property
    def price_of_promises(self) -> int:
        """Value that keeping every promise costs at most, compared with planning anew."""
        return max(0, self.free_bound - self.keep_all_bound)
