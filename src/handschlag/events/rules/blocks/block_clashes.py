"""How blocks of meetings interlock with the programme: what runs beside each slot, and what cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from handschlag.events.rules.blocks.grid_inputs import BlockSlots, GridPlace, GridTalk, OpenHours
from handschlag.events.rules.blocks.slots import Slot

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
