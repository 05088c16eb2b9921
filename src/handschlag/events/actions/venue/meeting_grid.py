"""The time grid: places to meet, blocks of slots, and which places are open in which block."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.venue.stands import area_of, noted
from handschlag.events.actions.venue.venue_objects import (
    add_object,
    change_object,
    change_object_seen,
    locked_object,
    own_venue,
    remove_object_seen,
    same_event,
    unchanged,
    verb_of,
)
from handschlag.events.models import Block, BlockPlace, Place, PlaceKind, Stand
from handschlag.events.queries.venue.meeting_grid import has_own_time
from handschlag.events.queries.venue.place_bookings import bookings_in_block, bookings_outside
from handschlag.events.rules.blocks.slots import cut
from handschlag.events.rules.components import EventComponent
from handschlag.events.rules.house import MOST_BLOCKS, MOST_ON_PLAN, VenueRefusal
from handschlag.events.rules.venue.shapes import TABLE_DEPTH, TABLE_WIDTH
from handschlag.events.rules.venue.stand_layout import in_rows

GAP = 12  # decimetres between tables: two chairs back to back


@transaction.atomic
def add_places(
    *, event_id: int, codes: Sequence[str], values: Mapping[str, Any], by: Subject, now: datetime
) -> tuple[Place, ...]:
    """Places with these codes, open in every block; tables stand in rows in their zone."""
    event = own_venue(event_id, by)
    same_event(event, values)
    taken = set(Place.objects.filter(event=event).values_list("code", flat=True))
    if twice := sorted(taken & set(codes)):
        raise Refusal(VenueRefusal.CODE_TAKEN, codes=twice)
    if len(taken) + len(codes) > MOST_ON_PLAN:
        raise Refusal(VenueRefusal.FULL)
    corners: Sequence[tuple[int, int]] = ()
    if values.get("kind") == PlaceKind.TABLE and event.plan_width:
        area = area_of(event, values.get("zone_id"))
        corners = in_rows(len(codes), area=area, width=TABLE_WIDTH, depth=TABLE_DEPTH, gap=GAP)
    rows = [
        Place(event=event, code=code, position=len(taken) + at, **values) for at, code in enumerate(codes)
    ]
    for row, (left, top) in zip(rows, corners, strict=False):
        row.left, row.top = left + TABLE_WIDTH // 2, top + TABLE_DEPTH // 2
    made = Place.objects.bulk_create(rows)
    noted(made, by=by, now=now)
    blocks = Block.objects.filter(event=event)
    BlockPlace.objects.bulk_create(BlockPlace(block=block, place=place) for block in blocks for place in made)
    return tuple(made)


@transaction.atomic
def add_stands_as_places(*, event_id: int, by: Subject, now: datetime) -> tuple[Place, ...]:
    """Every stand that is no place yet becomes one, under its own code."""
    event = own_venue(event_id, by)
    codes = set(Place.objects.filter(event=event).values_list("code", flat=True))
    stands = [one for one in Stand.objects.filter(event=event, places=None) if one.code not in codes]
    if len(codes) + len(stands) > MOST_ON_PLAN:
        raise Refusal(VenueRefusal.FULL)
    if not stands:
        raise Refusal(VenueRefusal.NOTHING_NEW)
    made = Place.objects.bulk_create(
        Place(
            event=event,
            code=stand.code,
            kind=PlaceKind.STAND,
            stand=stand,
            zone_id=stand.zone_id,
            is_step_free=stand.is_step_free,
            position=len(codes) + at,
        )
        for at, stand in enumerate(stands)
    )
    noted(made, by=by, now=now)
    return tuple(made)


@transaction.atomic
def change_place(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The meeting point says this; refused where somebody changed it since it was shown."""
    change_object_seen(Place, event_id=event_id, pk=pk, values=values, seen=seen, by=by, now=now)


@transaction.atomic
def remove_place(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The meeting point is gone for now and can be brought back; refused where it changed meanwhile."""
    remove_object_seen(EventComponent.PLACE, event_id=event_id, pk=pk, seen=seen, by=by, now=now)


@transaction.atomic
def add_block(*, event_id: int, values: Mapping[str, Any], by: Subject, now: datetime) -> Block:
    """A block in which every place is open; refused where another block has its time."""
    event = own_venue(event_id, by)
    if Block.objects.filter(event=event).count() >= MOST_BLOCKS:
        raise Refusal(VenueRefusal.FULL)
    block = add_object(Block(event=event, **values), by=by, now=now)
    if not has_own_time(block):
        raise Refusal(VenueRefusal.BLOCKS_OVERLAP)
    places = Place.objects.filter(event=event)
    BlockPlace.objects.bulk_create(BlockPlace(block=block, place=place) for place in places)
    return block


@transaction.atomic
def change_block(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The block says this; refused where another has its time, or meetings are booked outside the new one."""
    row = locked_object(Block, pk=pk, event=own_venue(event_id, by))
    unchanged(row, seen)
    change_object(row, values, by=by, now=now)
    row.refresh_from_db()
    if not has_own_time(row):
        raise Refusal(VenueRefusal.BLOCKS_OVERLAP)
    slots = cut(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        meeting_minutes=row.meeting_minutes,
        change_minutes=row.change_minutes,
    ).slots
    if meetings := bookings_outside(event_id, row.pk, {one.starts_at for one in slots}):
        raise Refusal(VenueRefusal.HELD, meetings=meetings)


@transaction.atomic
def remove_block(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The block is gone for now and can be brought back; refused where it changed meanwhile."""
    remove_object_seen(EventComponent.BLOCK, event_id=event_id, pk=pk, seen=seen, by=by, now=now)


def open_mark(block: Block) -> str:
    """Which places are open, in short: the form sends it back."""
    ids = BlockPlace.objects.filter(block=block).order_by("place_id").values_list("place_id", flat=True)
    return "-".join(map(str, ids))


@transaction.atomic
def set_open_places(
    *, event_id: int, pk: int, place_ids: Collection[int], seen: str, by: Subject, now: datetime
) -> int:
    """Exactly these places are open in the block; how many."""
    event = own_venue(event_id, by)
    block = locked_object(Block, pk=pk, event=event)
    before = open_mark(block)
    if before != seen:
        raise Refusal(VenueRefusal.STALE)
    wanted = set(Place.objects.filter(event=event, pk__in=place_ids).values_list("pk", flat=True))
    if wanted != set(place_ids):
        raise Refusal(VenueRefusal.ELSEWHERE)
    had = {int(pk) for pk in before.split("-") if pk}
    if lost := bookings_in_block(event_id, block.pk, places=had - wanted):
        raise Refusal(VenueRefusal.HELD, meetings=lost)
    BlockPlace.objects.filter(block=block, place_id__in=had - wanted).delete()
    BlockPlace.objects.bulk_create(BlockPlace(block=block, place_id=pk) for pk in sorted(wanted - had))
    if had != wanted:
        changes = {"open_places": [len(had), len(wanted)]}
        audit.record(verb=verb_of(block, "edited"), target=block, by_id=by.user_id, now=now, changes=changes)
    return len(wanted)
