"""The time grid and what it has to fit to; five queries however much there is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, QuerySet

from handschlag.common.language import pick
from handschlag.events.models import Block, BlockPlace, EventDay, Place, PlaceKind, Session
from handschlag.events.rules.blocks.grid_inputs import BlockSlots, GridPlace, GridTalk, OpenHours
from handschlag.events.rules.blocks.slots import cut

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
