"""What the preview of the time grid is made from; ids are those of the rows, moments are aware."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handschlag.events.rules.blocks.slots import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class GridPlace:
    """A place to meet; a room or zone that closes is lost from then on."""

    id: int
    code: str
    kind: str
    seats: int = 2
    room: int | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridTalk:
    """What the programme has; `room` says where."""

    id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    kind: str = "talk"
    room: int | None = None
    room_name: str = ""
    seats: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHours:
    """The house is open."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockSlots:
    """A block, cut into slots, with the places that are open in it."""

    id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    meeting_minutes: int
    change_minutes: int
    slots: tuple[Slot, ...] = ()
    minutes_left: int = 0
    spots: tuple[int, ...] = ()
