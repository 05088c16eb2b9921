"""A lost table becomes a room online: its meetings go on at their time, nobody else is touched."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings

from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.day.models import Incident
from handschlag.day.queries.incident_input import happened_of
from handschlag.day.rules.online import OnlineRefusal, is_to_be_opened, steps_online
from handschlag.events.models import BlockPlace, Event, OnlineRooms, Place, PlaceKind
from handschlag.matching.engine.repairing import RepairProposal, online_repair
from handschlag.matching.models import Service
from handschlag.matching.queries.engine_input import EngineInput
from handschlag.matching.rules.absences import What
from handschlag.matching.rules.repairs import RepairStep
from handschlag.matching.rules.versions import PublishedMeeting

_MOST_SEATS: Final = 50
_LAST: Final = 30_000  # behind all that the organisers have set up


def online_ways(
    incident: Incident, facts: EngineInput, before: Sequence[PublishedMeeting], *, now: datetime
) -> list[tuple[RepairProposal, tuple[RepairStep, ...]]]:
    """None, or one: where the event has rooms, and a place is lost at which people were to meet."""
    if not _has_rooms(incident.service.event):
        return []
    began = time.monotonic()
    lost = [one for one in happened_of(incident, now=now).absences if one.what is What.PLACE]
    steps = steps_online(before, lost, now=now)
    way = online_repair(facts, steps) if steps else None
    return [] if way is None else [(replace(way, seconds=round(time.monotonic() - began, 2)), steps)]


def _has_rooms(event: Event) -> bool:
    return event.online_rooms != OnlineRooms.LINKS and event.online_rooms in settings.ONLINE_PROVIDERS.names


def with_places(
    service: Service, steps: Sequence[RepairStep], *, by_id: int | None, now: datetime
) -> tuple[RepairStep, ...]:
    """The places that these steps only think of are there, open in the blocks of their meetings."""
    codes = {one.new.place: one.new.place_code for one in steps if one.new and is_to_be_opened(one.new)}
    if not codes:
        return tuple(steps)
    made = {
        number: _place_with(service.event_id, code, by_id=by_id, now=now) for number, code in codes.items()
    }
    _open(made, steps)
    return tuple(
        replace(one, new=replace(one.new, place=made[one.new.place].pk))
        if one.new is not None and one.new.place in made
        else one
        for one in steps
    )


def _place_with(event_id: int, code: str, *, by_id: int | None, now: datetime) -> Place:
    """The one of an earlier repair that was taken back, or a new one."""
    place, is_new = Place.objects.get_or_create(
        event_id=event_id,
        code=code,
        defaults={"kind": PlaceKind.LINK, "seats": _MOST_SEATS, "is_quiet": True, "position": _LAST},
    )
    if place.kind != PlaceKind.LINK or place.position != _LAST:  # the organisers' own, with its own meetings
        raise Refusal(OnlineRefusal.NO_ROOM)
    if is_new:
        audit.record(verb="place.added", target=place, by_id=by_id, now=now)
    return place


def _open(made: Mapping[int, Place], steps: Collection[RepairStep]) -> None:
    wanted = {(one.new.block, made[one.new.place].pk) for one in steps if one.new and one.new.place in made}
    there = set(BlockPlace.objects.filter(place__in=made.values()).values_list("block_id", "place_id"))
    BlockPlace.objects.bulk_create(
        BlockPlace(block_id=block, place_id=place) for block, place in sorted(wanted - there)
    )
