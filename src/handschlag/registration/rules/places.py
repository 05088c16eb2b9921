"""Who has a place: states of a registration, and how one leads to another.

A place is held by whoever is confirmed. Places that come free go to those who wait, in the order in which
they asked; whoever comes while somebody waits stands behind them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from handschlag.registration.rules.refusals import RegistrationRefusal


class PlaceState(StrEnum):
    ASKED = "asked"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


ACTIVE = frozenset({PlaceState.ASKED, PlaceState.WAITING, PlaceState.CONFIRMED})
ENDED = frozenset({PlaceState.DECLINED, PlaceState.CANCELLED})
# Who has not confirmed yet: at most so many from one place in the network, shorter just before the event.
MOST_HELD_FROM_A_PLACE: Final = 20
LEAST_HOLD: Final = timedelta(hours=1)
FREE_BEFORE: Final = timedelta(hours=2)


class Move(StrEnum):
    """What may be done to a registration."""

    APPROVE = "approve"
    DECLINE = "decline"
    CANCEL = "cancel"
    PROMOTE = "promote"


FROM = {
    Move.APPROVE: frozenset({PlaceState.ASKED}),
    Move.DECLINE: frozenset({PlaceState.ASKED, PlaceState.WAITING}),
    Move.CANCEL: ACTIVE,
    Move.PROMOTE: frozenset({PlaceState.WAITING}),
}


def is_possible(move: Move, state: str) -> bool:
    """Whether a registration in this state may be moved so, whoever asks."""
    return state in FROM[move]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """How full an event is. `capacity` None: there is room for everybody."""

    capacity: int | None
    has_waiting_list: bool
    confirmed: int
    waiting: int
    held: int = 0  # kept for people who have not opened their mailed link yet

    @property
    def free(self) -> int | None:
        """Places that nobody holds; None: as many as come."""
        return None if self.capacity is None else max(0, self.capacity - self.confirmed - self.held)

    @property
    def to_promote(self) -> int:
        """How many of those who wait have a place now."""
        return self.waiting if self.free is None else min(self.free, self.waiting)


def _place_in(house: Occupancy) -> PlaceState:
    """Confirmed, or on the waiting list. `State.DECLINED` says that there is neither room nor a list."""
    if house.free is None or house.free > house.waiting:
        return PlaceState.CONFIRMED
    return PlaceState.WAITING if house.has_waiting_list else PlaceState.DECLINED


def place_in_both(house: Occupancy, room: Occupancy | None) -> PlaceState:
    """A place in the house and, where the category has a limit, in the category: the worse of both."""
    states = {_place_in(one) for one in (house, room) if one is not None}
    worst = (PlaceState.DECLINED, PlaceState.WAITING, PlaceState.CONFIRMED)
    return next(state for state in worst if state in states)


def first_state(
    house: Occupancy, *, needs_approval: bool, is_invited: bool, room: Occupancy | None = None
) -> PlaceState:
    """What becomes of somebody who registers; whoever is invited needs no approval."""
    if needs_approval and not is_invited:
        return PlaceState.ASKED
    return place_in_both(house, room)


def end_of_hold(*, now: datetime, ends_at: datetime, opens_at: datetime) -> datetime:
    """Until when a place is held: as long as the mailed link is good, but not at the door."""
    return min(ends_at, max(now + LEAST_HOLD, opens_at - FREE_BEFORE))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationWindow:
    """When and how an event takes registrations."""

    is_published: bool
    is_open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    last_day: date


def fault_of(
    window: RegistrationWindow, *, now: datetime, today: date, is_invited: bool = False
) -> RegistrationRefusal | None:
    """Why nobody can register now; None where one can."""
    if not window.is_published:
        return RegistrationRefusal.NOT_PUBLISHED
    if today > window.last_day:
        return RegistrationRefusal.OVER
    if not window.is_open and not is_invited:
        return RegistrationRefusal.BY_LINK_ONLY
    if window.opens_at is not None and now < window.opens_at and not is_invited:
        return RegistrationRefusal.NOT_OPEN_YET
    if window.closes_at is not None and now >= window.closes_at:
        return RegistrationRefusal.CLOSED
    return None
