"""How blocks of meetings interlock with the programme: what runs beside each slot, and what cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from handschlag.events.rules.blocks.nouns import Open, Run, Spot, Talk
from handschlag.events.rules.blocks.slots import Slot

# Everybody is in a break: it takes nobody away from a meeting.
PAUSES = frozenset({"break", "reception"})


class Clash(StrEnum):
    OUTSIDE_HOURS = "outside_hours"
    NO_PLACES = "no_places"
    NO_SLOTS = "no_slots"
    ROOM_USED = "room_used"
    CLOSED = "closed"
    PLACE_TWICE = "place_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One clash: in which block, in which slots, at which places, and with what."""

    clash: Clash
    run: Run
    slots: tuple[int, ...] = ()
    spots: tuple[Spot, ...] = ()
    talk: Talk | None = None
    other: Run | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One slot, and what goes on at the same time."""

    run: Run
    slot: Slot
    talks: tuple[Talk, ...]
    pauses: tuple[Talk, ...]
    usable: int
    people: int
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Interlock:
    """The whole preview. `capacity` counts meetings at places that can really be used."""

    rows: tuple[Beside, ...]
    clashes: tuple[Found, ...]
    capacity: int
    planned: int


def interlock(
    *, runs: Sequence[Run], spots: Sequence[Spot], talks: Sequence[Talk], days: Sequence[Open]
) -> Interlock:
    """Every slot of every block against the programme."""
    known = {spot.id: spot for spot in spots}
    rows: list[Beside] = []
    for run in runs:
        here = [known[pk] for pk in run.spots]
        near = [talk for talk in talks if talk.starts_at < run.ends_at and run.starts_at < talk.ends_at]
        rows += [_beside(run, slot, spots=here, talks=near) for slot in run.slots]
    return Interlock(
        rows=tuple(rows),
        clashes=tuple(_clashes(runs, known, talks=talks, days=days)),
        capacity=sum(row.usable for row in rows),
        planned=sum(len(run.slots) * len(run.spots) for run in runs),
    )


def _beside(run: Run, slot: Slot, *, spots: Sequence[Spot], talks: Sequence[Talk]) -> Beside:
    now = [talk for talk in talks if slot.overlaps(talk.starts_at, talk.ends_at)]
    taken = {talk.room for talk in now if talk.room is not None}
    usable = [spot for spot in spots if spot.room not in taken and not _is_closed(spot, slot)]
    running = tuple(talk for talk in now if talk.kind not in PAUSES)
    return Beside(
        run=run,
        slot=slot,
        talks=running,
        pauses=tuple(talk for talk in now if talk.kind in PAUSES),
        usable=len(usable),
        people=sum(min(spot.seats, 2) for spot in usable),
        seats=sum(talk.seats or 0 for talk in running),
    )


def _is_closed(spot: Spot, slot: Slot) -> bool:
    return spot.closes_at is not None and slot.ends_at > spot.closes_at


def _clashes(
    runs: Sequence[Run], spots: Mapping[int, Spot], *, talks: Sequence[Talk], days: Sequence[Open]
) -> Iterator[Found]:
    for run in runs:
        here = [spots[pk] for pk in run.spots]
        if not run.slots:
            yield Found(clash=Clash.NO_SLOTS, run=run)
        if not here:
            yield Found(clash=Clash.NO_PLACES, run=run)
        yield from _beyond_hours(run, days)
        yield from _in_use(run, here, talks)
        yield from _shut(run, here)
    yield from _twice(runs, spots)


def _beyond_hours(run: Run, days: Sequence[Open]) -> Iterator[Found]:
    """Slots in which the house is shut."""
    late = tuple(
        slot.number
        for slot in run.slots
        if not any(day.opens_at <= slot.starts_at and slot.ends_at <= day.closes_at for day in days)
    )
    if late:
        yield Found(clash=Clash.OUTSIDE_HOURS, run=run, slots=late)


def _in_use(run: Run, spots: Iterable[Spot], talks: Iterable[Talk]) -> Iterator[Found]:
    """Places whose room belongs to a session at that time."""
    by_room: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        if spot.room is not None:
            by_room[spot.room].append(spot)
    for talk in talks:
        if talk.room not in by_room:
            continue
        hit = tuple(slot.number for slot in run.slots if slot.overlaps(talk.starts_at, talk.ends_at))
        if hit:
            yield Found(clash=Clash.ROOM_USED, run=run, slots=hit, spots=tuple(by_room[talk.room]), talk=talk)


def _shut(run: Run, spots: Iterable[Spot]) -> Iterator[Found]:
    """Places that are lost before their slots end; those with the same slots are told together."""
    lost: dict[tuple[int, ...], list[Spot]] = defaultdict(list)
    for spot in spots:
        hit = tuple(slot.number for slot in run.slots if _is_closed(spot, slot))
        if hit:
            lost[hit].append(spot)
    for slots, here in lost.items():
        yield Found(clash=Clash.CLOSED, run=run, slots=slots, spots=tuple(here))


def _twice(runs: Sequence[Run], spots: Mapping[int, Spot]) -> Iterator[Found]:
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
            yield Found(clash=Clash.PLACE_TWICE, run=one, other=other, slots=hit, spots=here)
