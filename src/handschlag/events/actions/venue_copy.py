"""A house is furnished like another one: rooms, stands, desks, tables and their time grid."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from handschlag.events.models import (
    Block,
    BlockPlace,
    Event,
    InformationDesk,
    Place,
    Room,
    Stand,
    Zone,
)
from handschlag.events.rules.date_shift import DateShift

NEW = ("pk", "id", "event", "event_id")


def copy_venue(source: Event, event: Event, shift: DateShift) -> Mapping[int, Room]:
    """The new event has the old one's house; its rooms, by the keys of the old ones."""
    zones, rooms = _copy_rooms(source, event, shift)
    stands = _copy_stands(source, event, shift, zones)
    _copy_places(source, event, zones=zones, rooms=rooms, stands=stands)
    _copy_grid(source, event, shift)
    return rooms


def _copy_rooms(source: Event, event: Event, shift: DateShift) -> tuple[dict[int, Zone], dict[int, Room]]:
    """Zones and rooms of the new event, by the keys of the old ones."""
    zones, rooms = copies(Zone, source, event), copies(Room, source, event)
    for zone in zones.values():
        zone.closes_at = shift.maybe(zone.closes_at)
    for room in rooms.values():
        room.closes_at, room.zone = shift.maybe(room.closes_at), zones.get(room.zone_id or 0)
    Zone.objects.bulk_update(zones.values(), ["closes_at"])
    Room.objects.bulk_update(rooms.values(), ["closes_at", "zone"])
    return zones, rooms


def _copy_stands(
    source: Event, event: Event, shift: DateShift, zones: Mapping[int, Zone]
) -> dict[int, Stand]:
    """Stands and information desks, without who stands there and what is shown."""
    stands, desks = copies(Stand, source, event), copies(InformationDesk, source, event)
    for stand in stands.values():
        stand.zone = zones.get(stand.zone_id or 0)
    for desk in desks.values():
        desk.stand = stands.get(desk.stand_id or 0)
        if desk.opens_at is not None and desk.closes_at is not None:
            desk.opens_at, desk.closes_at = shift.span(desk.opens_at, desk.closes_at)
    Stand.objects.bulk_update(stands.values(), ["zone"])
    InformationDesk.objects.bulk_update(desks.values(), ["stand", "opens_at", "closes_at"])
    return stands


def _copy_places(
    source: Event,
    event: Event,
    *,
    zones: Mapping[int, Zone],
    rooms: Mapping[int, Room],
    stands: Mapping[int, Stand],
) -> None:
    places = copies(Place, source, event)
    for place in places.values():
        place.zone, place.room = zones.get(place.zone_id or 0), rooms.get(place.room_id or 0)
        place.stand = stands.get(place.stand_id or 0)
    Place.objects.bulk_update(places.values(), ["zone", "room", "stand"])


def _copy_grid(source: Event, event: Event, shift: DateShift) -> None:
    """Blocks, and which places are open in them; places have their codes."""
    blocks = copies(Block, source, event)
    for block in blocks.values():
        block.starts_at, block.ends_at = shift.span(block.starts_at, block.ends_at)
    Block.objects.bulk_update(blocks.values(), ["starts_at", "ends_at"])
    places = dict(Place.objects.filter(event=event).values_list("code", "pk"))
    BlockPlace.objects.bulk_create(
        BlockPlace(block=blocks[row.block_id], place_id=places[row.place.code])
        for row in BlockPlace.objects.filter(block__event=source).select_related("place")
    )


def copies[R: models.Model](model: type[R], source: Event, event: Event) -> dict[int, R]:
    """The same rows for the new event, by the keys of the old ones."""
    old = list(model._default_manager.filter(event=source))  # noqa: SLF001
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in NEW]  # noqa: SLF001
    new = [model(event=event, **{name: getattr(row, name) for name in names}) for row in old]
    model._default_manager.bulk_create(new)  # noqa: SLF001
    return {row.pk: copy for row, copy in zip(old, new, strict=True)}
