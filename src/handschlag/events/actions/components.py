"""Days, zones, rooms, tracks and speakers: added, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.event_writes import changes_to, editable_event, touch_event, write_row
from handschlag.events.actions.removals import take_away
from handschlag.events.models import Event, Removal
from handschlag.events.queries.components import MODELS, component_or_none, etag_of_component
from handschlag.events.queries.programme import was_published
from handschlag.events.rules.components import UNIQUE, EventComponent
from handschlag.events.rules.refusals import EventRefusal


@transaction.atomic
def save_component(
    *,
    part: EventComponent,
    event_id: int,
    pk: int | None,
    values: Mapping[str, object],
    seen: str,
    by: Subject,
    now: datetime,
) -> models.Model:
    """A part of the event says this; without a `pk` it is a new one."""
    event = editable_event(event_id, by)
    row = MODELS[part](event=event) if pk is None else component_or_none(part, event.pk, pk)
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if pk is not None and etag_of_component(part, row) != seen:
        raise Refusal(EventRefusal.STALE)
    _check(part, event, row, values)
    new = dict(values) if pk is None else changes_to(row, values)
    if pk is None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        audit.record(verb=f"{part.value}.added", target=row, by_id=by.user_id, now=now)
    elif new:
        is_person = part is EventComponent.SPEAKER
        write_row(row, new, verb=f"{part.value}.edited", by=by, now=now, is_about_people=is_person)
    if new:
        touch_event(event, now)
    return row


def _check(part: EventComponent, event: Event, row: models.Model, values: Mapping[str, object]) -> None:
    """Nothing, or a refusal: names are unique within an event, and rows belong to it."""
    name = UNIQUE.get(part)
    others = MODELS[part]._default_manager.filter(event=event).exclude(pk=row.pk)  # noqa: SLF001
    if name is not None and others.filter(**{name: values[name]}).exists():
        raise Refusal(EventRefusal.NAME_TAKEN, fact=name)
    zone = values.get("zone_id")
    if isinstance(zone, int) and component_or_none(EventComponent.ZONE, event.pk, zone) is None:
        raise Refusal(EventRefusal.NOT_OF_THIS_EVENT)
    if part is EventComponent.DAY and not event.first_day <= values["day"] <= event.last_day:  # type: ignore[operator]
        raise Refusal(EventRefusal.DAY_OUTSIDE)


@transaction.atomic
def remove_component(
    *, part: EventComponent, event_id: int, pk: int, seen: str, by: Subject, now: datetime
) -> Removal:
    """The part is gone, and can be brought back; what pointed to it stays without it."""
    event = editable_event(event_id, by)
    row = component_or_none(part, event.pk, pk)
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if etag_of_component(part, row) != seen:
        raise Refusal(EventRefusal.STALE)
    if part is EventComponent.SESSION and was_published(event.pk, pk):
        raise Refusal(EventRefusal.PUBLISHED_ALREADY)
    removal = take_away(part, row, event, by=by, now=now)
    touch_event(event, now)
    return removal
