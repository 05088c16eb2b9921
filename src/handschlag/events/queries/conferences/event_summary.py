"""What stands beside an event on its page: opening hours, rooms, how much there is to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handschlag.common.page_cache.stamped_memo import StampedMemo
from handschlag.events.models import Event, EventDay, Exhibit, Room
from handschlag.events.queries.conferences.published_programme import latest


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSummary:
    days: Sequence[EventDay]
    rooms: int
    with_steps: Sequence[tuple[str, str]]  # rooms that cannot be reached without steps, in both languages
    sessions: int  # of the published programme, without pauses and without what was called off
    exhibits: bool


SUMMARIES: Final[StampedMemo[int, EventSummary]] = StampedMemo(256)


def event_summary(event: Event) -> EventSummary:
    """Sessions count as published, without breaks and without cancelled ones; remembered as events are."""
    return SUMMARIES.get(event.pk, lambda: _summary_of(event))


def _summary_of(event: Event) -> EventSummary:
    rooms = list(Room.objects.filter(event=event).values_list("name_de", "name_en", "is_step_free"))
    items = latest(event.pk).programme.items
    return EventSummary(
        days=list(EventDay.objects.filter(event=event)),
        rooms=len(rooms),
        with_steps=[(de, en) for de, en, is_step_free in rooms if not is_step_free],
        sessions=sum(1 for item in items if item.kind != "break" and not item.is_cancelled),
        exhibits=Exhibit.objects.filter(event=event).exists(),
    )
