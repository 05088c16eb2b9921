"""What went lately from a list, and the list to which it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from handschlag.common.times import format_short_moment
from handschlag.events.models import Event
from handschlag.events.queries.structure import removed_lately
from handschlag.events.rules.components import EventComponent

LATELY = timedelta(days=1)
HOMES = {
    EventComponent.SPEAKER: "events:speakers",
    EventComponent.SESSION: "events:programme_editor",
    EventComponent.STAND: "events:stands",
    EventComponent.EXHIBIT: "events:exhibits",
    EventComponent.STAFF: "events:stand_staff",
    EventComponent.DESK: "events:desks",
    EventComponent.PLACE: "events:places",
    EventComponent.BLOCK: "events:grid",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Something that went lately, and the way to bring it back."""

    name: str
    who: str
    when: str
    undo_url: str


def home_of(event: Event, part: EventComponent) -> str:
    return reverse(HOMES.get(part, "events:times_and_rooms"), args=[event.slug])


def removed(event: Event, parts: tuple[EventComponent, ...], *, now: datetime) -> tuple[Removed, ...]:
    return tuple(
        Removed(
            name=one.name,
            who=one.removed_by.name if one.removed_by else "",
            when=format_short_moment(one.removed_at),
            undo_url=reverse("events:undo_removal", args=[event.slug, one.pk]),
        )
        for one in removed_lately(event.pk, parts, now - LATELY)
    )
