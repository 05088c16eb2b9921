"""What went lately from a list, and the list to which it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event, Removal, Session
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
class RemoveScreen:
    """Before a part goes: the question, and the sessions that lose it."""

    title: str
    lead: str
    seen: str
    back_url: str
    crumbs: Sequence[Crumb]
    losing: Sequence[Session] = ()


def home_of(event: Event, part: EventComponent) -> str:
    """The list where the part is kept; times and rooms for what has no list of its own."""
    return reverse(HOMES.get(part, "events:times_and_rooms"), args=[event.slug])


def removed(event: Event, *parts: EventComponent, now: datetime) -> list[Removal]:
    """What can still come back with one click."""
    return removed_lately(event.pk, parts, now - LATELY)
