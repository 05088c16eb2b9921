"""What can happen on the day, as values.

`since` is the first slot that is concerned (None: the first that has not begun), `until` the first that
no longer is. What has begun is past and is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from treffen.problem import ParticipantId, Place, PlaceId, Request, RequestId, SlotId, TalkId


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """Somebody leaves, or never came."""

    participant: ParticipantId
    since: SlotId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Somebody is there only from `until` on."""

    participant: ParticipantId
    until: SlotId


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Somebody is there after all, in every slot from `since` on."""

    participant: ParticipantId
    since: SlotId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoShow:
    """One side did not come, so the meeting was not held. `again`: it shall be held later, if possible."""

    request: RequestId
    participant: ParticipantId
    again: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLost:
    """A place can no longer be used."""

    place: PlaceId
    since: SlotId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceBack:
    """A place that was closed can be used again."""

    place: PlaceId
    since: SlotId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAdded:
    """One place more."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkMoved:
    """A talk is held in other slots; none: it is cancelled."""

    talk: TalkId
    slots: frozenset[SlotId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Overran:
    """A meeting that has begun takes so many slots more, at most to the end of its block."""

    request: RequestId
    slots: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgent:
    """One more wish."""

    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A wish, or a meeting that was agreed on and has not begun, is taken back by those who asked for it."""

    request: RequestId


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """What begins within the next `slots` slots, or `minutes`, stays as it is, and nothing is added there.

    A meeting that cannot be held where it stands is an exception.
    """

    slots: int | None = None
    minutes: int | None = None


Disruption = (
    Gone
    | Late
    | Back
    | NoShow
    | PlaceLost
    | PlaceBack
    | PlaceAdded
    | TalkMoved
    | Overran
    | Urgent
    | Withdrawn
    | Freeze
)
