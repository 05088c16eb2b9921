"""The time grid of meetings: slots, capacity, and how it interlocks with the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import combinations
from typing import Any, Final

from django.db.models import Count, QuerySet

from handschlag.common.language import pick
from handschlag.events.models import Block, BlockPlace, EventDay, Place, PlaceKind, Session

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One meeting's time; numbers begin with one. Moments are in UTC."""

    number: int
    starts_at: datetime
    ends_at: datetime

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """The slots of a block, and the minutes at its end that are too few for one more."""

    slots: tuple[Slot, ...]
    minutes_left: int


def cut(*, starts_at: datetime, ends_at: datetime, meeting_minutes: int, change_minutes: int) -> _Cut:
    """As many meetings as fit, with a change after each; after the last one nobody has to walk."""
    start, end = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    meeting, step = timedelta(minutes=meeting_minutes), timedelta(minutes=meeting_minutes + change_minutes)
    slots: list[Slot] = []
    begin = start
    while begin + meeting <= end and len(slots) < MOST:
        slots.append(Slot(number=len(slots) + 1, starts_at=begin, ends_at=begin + meeting))
        begin += step
    last = slots[-1].ends_at if slots else start
    return _Cut(slots=tuple(slots), minutes_left=int((end - last).total_seconds()) // 60)


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


# Everybody is in a break: it takes nobody away from a meeting.
PAUSES = frozenset({"break", "reception"})


class BlockClashKind(StrEnum):
    OUTSIDE_HOURS = "outside_hours"
    NO_PLACES = "no_places"
    NO_SLOTS = "no_slots"
    ROOM_USED = "room_used"
    CLOSED = "closed"
    PLACE_TWICE = "place_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockClash:
    """One clash: in which block, in which slots, at which places, and with what."""

    clash: BlockClashKind
    run: BlockSlots
    slots: tuple[int, ...] = ()
    spots: tuple[GridPlace, ...] = ()
    talk: GridTalk | None = None
    other: BlockSlots | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _SlotPreview:
    """One slot, and what goes on at the same time."""

    run: BlockSlots
    slot: Slot
    talks: tuple[GridTalk, ...]
    pauses: tuple[GridTalk, ...]
    usable: int
    people: int
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPreview:
    """The whole preview. `capacity` counts meetings at places that can really be used."""

    rows: tuple[_SlotPreview, ...]
    clashes: tuple[BlockClash, ...]
    capacity: int
    planned: int


def block_preview(
    *,
    runs: Sequence[BlockSlots],
    spots: Sequence[GridPlace],
    talks: Sequence[GridTalk],
    days: Sequence[OpenHours],
) -> BlockPreview:
    """Every slot of every block against the programme."""
    known = {spot.id: spot for spot in spots}
    rows: list[_SlotPreview] = []
    for run in runs:
        here = [known[pk] for pk in run.spots]
        near = [talk for talk in talks if talk.starts_at < run.ends_at and run.starts_at < talk.ends_at]
        rows += [_beside(run, slot, spots=here, talks=near) for slot in run.slots]
    return BlockPreview(
        rows=tuple(rows),
        clashes=tuple(_clashes(runs, known, talks=talks, days=days)),
        capacity=sum(row.usable for row in rows),
        planned=sum(len(run.slots) * len(run.spots) for run in runs),
    )


def _beside(
    run: BlockSlots, slot: Slot, *, spots: Sequence[GridPlace], talks: Sequence[GridTalk]
) -> _SlotPreview:
    now = [talk for talk in talks if slot.overlaps(talk.starts_at, talk.ends_at)]
    taken = {talk.room for talk in now if talk.room is not None}
    usable = [spot for spot in spots if spot.room not in taken and not _is_closed(spot, slot)]
    running = tuple(talk for talk in now if talk.kind not in PAUSES)
    return _SlotPreview(
        run=run,
        slot=slot,
        talks=running,
        pauses=tuple(talk for talk in now if talk.kind in PAUSES),
        usable=len(usable),
        people=sum(min(spot.seats, 2) for spot in usable),
        seats=sum(talk.seats or 0 for talk in running),
    )


def _is_closed(spot: GridPlace, slot: Slot) -> bool:
    return spot.closes_at is not None and slot.ends_at > spot.closes_at


def _clashes(
    runs: Sequence[BlockSlots],
    spots: Mapping[int, GridPlace],
    *,
    talks: Sequence[GridTalk],
    days: Sequence[OpenHours],
) -> Iterator[BlockClash]:
    for run in runs:
        here = [spots[pk] for pk in run.spots]
        if not run.slots:
            yield BlockClash(clash=BlockClashKind.NO_SLOTS, run=run)
        if not here:
            yield BlockClash(clash=BlockClashKind.NO_PLACES, run=run)
        yield from _beyond_hours(run, days)
        yield from _in_use(run, here, talks)
        yield from _shut(run, here)
    yield from _twice(runs, spots)


def _beyond_hours(run: BlockSlots, days: Sequence[OpenHours]) -> Iterator[BlockClash]:
    """Slots in which the house is shut."""
    late = tuple(
        slot.number
        for slot in run.slots
        if not any(day.opens_at <= slot.starts_at and slot.ends_at <= day.closes_at for day in days)
    )
    if late:
        yield BlockClash(clash=BlockClashKind.OUTSIDE_HOURS, run=run, slots=late)


def _in_use(run: BlockSlots, spots: Iterable[GridPlace], talks: Iterable[GridTalk]) -> Iterator[BlockClash]:
    """Places whose room belongs to a session at that time."""
    by_room: dict[int, list[GridPlace]] = defaultdict(list)
    for spot in spots:
        if spot.room is not None:
            by_room[spot.room].append(spot)
    for talk in talks:
        if talk.room not in by_room:
            continue
        hit = tuple(slot.number for slot in run.slots if slot.overlaps(talk.starts_at, talk.ends_at))
        if hit:
            yield BlockClash(
                clash=BlockClashKind.ROOM_USED, run=run, slots=hit, spots=tuple(by_room[talk.room]), talk=talk
            )


def _shut(run: BlockSlots, spots: Iterable[GridPlace]) -> Iterator[BlockClash]:
    """Places that are lost before their slots end; those with the same slots are told together."""
    lost: dict[tuple[int, ...], list[GridPlace]] = defaultdict(list)
    for spot in spots:
        hit = tuple(slot.number for slot in run.slots if _is_closed(spot, slot))
        if hit:
            lost[hit].append(spot)
    for slots, here in lost.items():
        yield BlockClash(clash=BlockClashKind.CLOSED, run=run, slots=slots, spots=tuple(here))


def _twice(runs: Sequence[BlockSlots], spots: Mapping[int, GridPlace]) -> Iterator[BlockClash]:
    """Places that two blocks want at the same time."""
    for one, other in combinations(runs, 2):
        both = sorted(set(one.spots) & set(other.spots))
        hit = tuple(
            slot.number
            for slot in one.slots
            if any(slot.overlaps(theirs.starts_at, theirs.ends_at) for theirs in other.slots)
        )
        if both and hit:
            here = tuple(spots[pk] for pk in both)
            yield BlockClash(clash=BlockClashKind.PLACE_TWICE, run=one, other=other, slots=hit, spots=here)


_SPOT: Final = ("pk", "code", "kind", "seats", "room_id", "zone__closes_at", "room__closes_at")
_TALK: Final = (
    *("pk", "title_de", "title_en", "starts_at", "ends_at", "kind", "seats"),
    *("room_id", "room__name_de", "room__name_en", "room__seats"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingGrid:
    runs: tuple[BlockSlots, ...]
    spots: tuple[GridPlace, ...]
    talks: tuple[GridTalk, ...]
    days: tuple[OpenHours, ...]


def has_online_places(event_id: int) -> bool:
    """Whether people can meet from afar."""
    return Place.objects.filter(event_id=event_id, kind=PlaceKind.LINK).exists()


def has_own_time(block: Block) -> bool:
    """Whether no other block is at the same time: nobody can be in two meetings at once."""
    others = Block.objects.filter(event=block.event_id).exclude(pk=block.pk)
    return not others.filter(starts_at__lt=block.ends_at, ends_at__gt=block.starts_at).exists()


def meeting_grid_of(event_id: int) -> MeetingGrid:
    """Blocks cut into slots, places, the sessions that have a time, and when the house is open."""
    spots: dict[int, list[int]] = defaultdict(list)
    links = BlockPlace.objects.filter(block__event_id=event_id).order_by("place__position", "place_id")
    for block_id, place_id in links.values_list("block_id", "place_id"):
        spots[block_id].append(place_id)
    places = Place.objects.filter(event_id=event_id)
    sessions = Session.objects.filter(event_id=event_id, starts_at__isnull=False, is_cancelled=False)
    return MeetingGrid(
        runs=tuple(_run(row, tuple(spots[row.pk])) for row in Block.objects.filter(event_id=event_id)),
        spots=tuple(map(_spot, places.values_list(*_SPOT, named=True))),
        talks=tuple(map(_talk, sessions.values_list(*_TALK, named=True))),
        days=tuple(
            OpenHours(opens_at=row.opens_at, closes_at=row.closes_at)
            for row in EventDay.objects.filter(event_id=event_id)
        ),
    )


def places_of(event_id: int) -> list[Place]:
    """All places to meet of the event, each with its zone, room and stand; one query."""
    return list(Place.objects.filter(event_id=event_id).select_related("zone", "room", "stand"))


def blocks_of(event_id: int) -> QuerySet[Block]:
    """The blocks of the event, each with the number of meeting points that are open in it."""
    return Block.objects.filter(event_id=event_id).annotate(places=Count("open_places"))


def open_place_ids(block: Block) -> set[int]:
    """Which meeting points are open in a block."""
    return set(BlockPlace.objects.filter(block=block).values_list("place_id", flat=True))


def _run(row: Block, spots: tuple[int, ...]) -> BlockSlots:
    made = cut(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        meeting_minutes=row.meeting_minutes,
        change_minutes=row.change_minutes,
    )
    return BlockSlots(
        id=row.pk,
        name=pick(row.name_de, row.name_en),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        meeting_minutes=row.meeting_minutes,
        change_minutes=row.change_minutes,
        slots=made.slots,
        minutes_left=made.minutes_left,
        spots=spots,
    )


def _spot(row: Any) -> GridPlace:
    ends: list[datetime] = [at for at in (row.zone__closes_at, row.room__closes_at) if at]
    return GridPlace(
        id=row.pk,
        code=row.code,
        kind=row.kind,
        seats=row.seats,
        room=row.room_id,
        closes_at=min(ends, default=None),
    )


def _talk(row: Any) -> GridTalk:
    return GridTalk(
        id=row.pk,
        title=pick(row.title_de, row.title_en),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        kind=row.kind,
        room=row.room_id,
        room_name=pick(row.room__name_de or "", row.room__name_en or ""),
        seats=row.seats if row.seats is not None else row.room__seats,
    )
