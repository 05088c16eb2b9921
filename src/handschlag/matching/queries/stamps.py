"""A word that changes whenever people, times, places or rules of an event do."""

from __future__ import annotations

import hashlib

from django.db.models import Count, Max, Sum

from handschlag.events.models import Block, BlockPlace, Place, Room, Session, Zone
from handschlag.matching.models import Service
from handschlag.registration.models import Registration, SessionChoice


def stamp_of(service: Service) -> str:
    """Made of versions, counts and the latest moments; whoever edits other floors' rows changes it.

    The floors below know nothing of matching, so nobody tells it that somebody arrives later.
    """
    event_id = service.event_id
    people = Registration.objects.filter(matching__service=service).aggregate(
        count=Count("pk"), changed=Max("changed_at"), versions=Sum("version")
    )
    chosen = SessionChoice.objects.filter(registration__matching__service=service).aggregate(
        count=Count("pk"), last=Max("chosen_at")
    )
    sessions = Session.objects.filter(event_id=event_id).aggregate(count=Count("pk"), versions=Sum("version"))
    blocks = Block.objects.filter(event_id=event_id).aggregate(count=Count("pk"), versions=Sum("version"))
    places = sorted(
        Place.objects.filter(event_id=event_id).values_list(
            "pk", "zone_id", "room_id", "seats", "is_step_free", "is_quiet", "kind"
        )
    )
    ends = sorted(
        (pk, str(at))
        for rows in (Zone.objects, Room.objects)
        for pk, at in rows.filter(event_id=event_id).values_list("pk", "closes_at")
    )
    links = BlockPlace.objects.filter(block__event_id=event_id).aggregate(count=Count("pk"), last=Max("pk"))
    parts = (people, chosen, sessions, blocks, links)
    told = f"{[tuple(one.values()) for one in parts]}{places}{ends}"
    return f"{service.structure}|{hashlib.sha256(told.encode()).hexdigest()[:24]}"
