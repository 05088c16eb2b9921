"""Seats of one session: who has one, who waits.

Whoever has a seat keeps it, also when the organisers take seats away later. Seats that are free go to people
whose registration is confirmed: those who must hear the session first, then in the order of their choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Seat(StrEnum):
    NONE = "none"
    SEATED = "seated"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatChoice:
    """One person's choice of the session."""

    id: int
    is_must: bool
    at: datetime
    seat: str
    is_confirmed: bool


def assigned(choices: Iterable[SeatChoice], *, seats: int | None) -> Mapping[int, Seat]:
    """The seat of every choice; a session without booking has none to give."""
    rows = sorted(choices, key=lambda one: (not one.is_must, one.at, one.id))
    if seats is None:
        return {one.id: Seat.NONE for one in rows}
    found = {
        one.id: Seat.SEATED if one.is_confirmed and one.seat == Seat.SEATED else Seat.WAITING for one in rows
    }
    free = seats - sum(1 for seat in found.values() if seat is Seat.SEATED)
    for one in rows:
        if free <= 0:
            break
        if one.is_confirmed and found[one.id] is Seat.WAITING:
            found[one.id] = Seat.SEATED
            free -= 1
    return found
