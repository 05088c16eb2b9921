"""The nouns of an event: slots, places, participants, requests, and what binds them.

All classes are frozen values. Ids are strings that the caller chooses; the engine knows
no names and no persons. `None` in a set of slots or places means "no restriction".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

SlotId = NewType("SlotId", str)
BlockId = NewType("BlockId", str)
PlaceId = NewType("PlaceId", str)
ZoneId = NewType("ZoneId", str)
ParticipantId = NewType("ParticipantId", str)
OrganisationId = NewType("OrganisationId", str)
NetworkId = NewType("NetworkId", str)
RequestId = NewType("RequestId", str)
TalkId = NewType("TalkId", str)
InterpreterId = NewType("InterpreterId", str)

NOTHING: frozenset[str] = frozenset()


class PlaceKind(StrEnum):
    """What a place is, physically."""

    TABLE = "table"
    STAND = "stand"
    ROOM = "room"
    LINK = "link"


class Goal(StrEnum):
    """What a timetable is judged by. VALUE is maximised, all others are minimised.

    IDLE_RANGE is the largest less the smallest idle time among people with two meetings or more:
    a measure to compare with, for it is met as well by letting everybody wait.
    """

    VALUE = "value"
    SHORTFALL = "shortfall"
    TALKS = "talks"
    BREAKS = "breaks"
    IDLE_RANGE = "idle_range"
    IDLE = "idle"
    CHANGES = "changes"
    WALKING = "walking"
    PLACES = "places"
    CHANGED = "changed"


DEFAULT_GOALS = (
    Goal.VALUE,
    Goal.SHORTFALL,
    Goal.TALKS,
    Goal.IDLE,
    Goal.CHANGES,
    Goal.WALKING,
    Goal.PLACES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One unit of meeting time. Blocks are runs of slots in which breaks are counted."""

    id: SlotId
    block: BlockId = BlockId("")
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one meeting at a time can be held. `open` None: in every slot."""

    id: PlaceId
    kind: PlaceKind = PlaceKind.TABLE
    zone: ZoneId = ZoneId("")
    features: frozenset[str] = NOTHING
    open: frozenset[SlotId] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A programme session that takes up slots of those who attend it."""

    id: TalkId
    slots: frozenset[SlotId]


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """A talk somebody would like to hear; missing it costs `price` in the goal TALKS."""

    talk: TalkId
    price: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who meets. `minimum` is a wish (goal SHORTFALL), `maximum` a hard rule."""

    id: ParticipantId
    organisation: OrganisationId | None = None
    network: NetworkId | None = None
    free: frozenset[SlotId] | None = None
    minimum: int = 0
    maximum: int | None = None
    most_breaks: int | None = None
    home: PlaceId | None = None
    needs: frozenset[str] = NOTHING
    languages: frozenset[str] = NOTHING
    must_attend: frozenset[TalkId] = frozenset()
    likes: tuple[Like, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """Serves one meeting at a time, between people who share no language."""

    id: InterpreterId
    languages: frozenset[str]
    free: frozenset[SlotId] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A meeting that is asked for.

    `participants` attend in person; for each organisation in `delegates` exactly one of its
    participants attends, whom the scheduler chooses. `slots` restricts every slot the meeting
    occupies, `slot` fixes its first. `after` names requests that, where both are held, must
    have ended before this one starts. `length` is in slots, all in one block, at one place.
    `fewest`: on the day the meeting goes on as long as so many of its people are there (None: all).
    """

    id: RequestId
    participants: tuple[ParticipantId, ...]
    delegates: tuple[OrganisationId, ...] = ()
    value: int = 1
    must: bool = False
    slots: frozenset[SlotId] | None = None
    places: frozenset[PlaceId] | None = None
    slot: SlotId | None = None
    place: PlaceId | None = None
    after: tuple[RequestId, ...] = ()
    length: int = 1
    needs: frozenset[str] = NOTHING
    fewest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """Who attends for an organisation."""

    organisation: OrganisationId
    participant: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A request that is held: first slot, place, and whom the scheduler chose for it."""

    request: RequestId
    slot: SlotId
    place: PlaceId
    delegates: tuple[Delegation, ...] = ()
    interpreter: InterpreterId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Minutes on foot between two zones, either way. Unlisted pairs of zones count as 1."""

    here: ZoneId
    there: ZoneId
    minutes: int


class _Remembered:
    """Room for what was computed of an event that never changes: no part of what it is."""

    __slots__ = ("_digest", "_plain")
    _digest: str
    _plain: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts(_Remembered):
    """The parts of one event: what is given, what is asked for, what binds, and what counts.

    `requests` are a tuple, or of a large event columns that equal one. `slots` stand in chronological
    order. `pair_once`: of the requests between the same parties at most one is held. `most_breaks` bounds
    everybody's breaks (a participant's own `most_breaks` goes first); `break_spread` bounds the difference
    between the person with most and the person with fewest breaks. `frozen` meetings are held exactly as
    they stand. `promised` meetings are those that people have been told of: the goal CHANGED counts which
    of them are not held, or at another time, at another place, or with other delegates.
    """

    slots: tuple[Slot, ...]
    places: tuple[Place, ...]
    participants: tuple[Participant, ...]
    requests: Sequence[Request]
    talks: tuple[Talk, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    walks: tuple[Walk, ...] = ()
    frozen: tuple[Meeting, ...] = ()
    promised: tuple[Meeting, ...] = ()
    pair_once: bool = True
    most_breaks: int | None = None
    break_spread: int | None = None
    goals: tuple[Goal, ...] = DEFAULT_GOALS
    title: str = field(default="", compare=False)

    def blocks(self) -> Iterator[tuple[BlockId, tuple[Slot, ...]]]:
        """The blocks in order, each with its run of slots."""
        run: list[Slot] = []
        for slot in self.slots:
            if run and run[-1].block != slot.block:
                yield run[0].block, tuple(run)
                run = []
            run.append(slot)
        if run:
            yield run[0].block, tuple(run)
