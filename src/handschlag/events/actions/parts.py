"""Days, zones, rooms, tracks and speakers: added, changed, removed, brought back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core import serializers
from django.db import models, transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.writing import changes_to, editable, touch, write
from handschlag.events.models import Event, EventDay, Material, Removal, Session, SessionSpeaker
from handschlag.events.queries.parts import MODELS, mark_of_part, row_of
from handschlag.events.queries.programme import was_published
from handschlag.events.rules.parts import UNIQUE, Part
from handschlag.events.rules.refusals import EventRefusal

KEPT = timedelta(days=7)
# Rows that go with a part, and columns that lose it.
BELOW: dict[Part, tuple[tuple[type[models.Model], str], ...]] = {
    Part.SPEAKER: ((SessionSpeaker, "speaker_id"),),
    Part.SESSION: ((SessionSpeaker, "session_id"), (Material, "session_id")),
}
POINTING: dict[Part, tuple[tuple[type[models.Model], str], ...]] = {
    Part.ROOM: ((Session, "room_id"),),
    Part.TRACK: ((Session, "track_id"),),
    Part.ZONE: ((MODELS[Part.ROOM], "zone_id"),),
}
BY_LABEL = {model._meta.label_lower: model for model in (Session, MODELS[Part.ROOM])}  # noqa: SLF001


@transaction.atomic
def save_part(
    *,
    part: Part,
    event_id: int,
    pk: int | None,
    values: Mapping[str, object],
    seen: str,
    by: Subject,
    now: datetime,
) -> models.Model:
    """A part of the event says this; without a `pk` it is a new one."""
    event = editable(event_id, by)
    row = MODELS[part](event=event) if pk is None else row_of(part, event.pk, pk)
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if pk is not None and mark_of_part(part, row) != seen:
        raise Refusal(EventRefusal.STALE)
    check(part, event, row, values)
    new = dict(values) if pk is None else changes_to(row, values)
    if pk is None:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        audit.record(verb=f"{part.value}.added", target=row, by_id=by.user_id, now=now)
    elif new:
        is_person = part is Part.SPEAKER
        write(row, new, verb=f"{part.value}.edited", by=by, now=now, is_about_people=is_person)
    if new:
        touch(event, now)
    return row


def check(part: Part, event: Event, row: models.Model, values: Mapping[str, object]) -> None:
    """Nothing, or a refusal: names are unique within an event, and rows belong to it."""
    name = UNIQUE.get(part)
    others = MODELS[part]._default_manager.filter(event=event).exclude(pk=row.pk)  # noqa: SLF001
    if name is not None and others.filter(**{name: values[name]}).exists():
        raise Refusal(EventRefusal.NAME_TAKEN, fact=name)
    zone = values.get("zone_id")
    if isinstance(zone, int) and row_of(Part.ZONE, event.pk, zone) is None:
        raise Refusal(EventRefusal.NOT_OF_THIS_EVENT)
    if part is Part.DAY and not event.first_day <= values["day"] <= event.last_day:  # type: ignore[operator]
        raise Refusal(EventRefusal.DAY_OUTSIDE)


@transaction.atomic
def remove_part(*, part: Part, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> Removal:
    """The part is gone, and can be brought back; what pointed to it stays without it."""
    event = editable(event_id, by)
    row = row_of(part, event.pk, pk)
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if mark_of_part(part, row) != seen:
        raise Refusal(EventRefusal.STALE)
    if part is Part.SESSION and was_published(event.pk, pk):
        raise Refusal(EventRefusal.PUBLISHED_ALREADY)
    removal = Removal.objects.create(
        event=event,
        part=part.value,
        name=str(row.day if isinstance(row, EventDay) else name_of(row))[:200],
        rows=rows_of(part, row),
        links=links_to(part, row),
        removed_at=now,
        removed_by_id=by.user_id,
    )
    audit.record(verb=f"{part.value}.removed", target=row, by_id=by.user_id, now=now)
    row.delete()
    touch(event, now)
    return removal


def name_of(row: Any) -> str:
    for fact in ("title_de", "name_de", "name"):
        if hasattr(row, fact):
            return str(getattr(row, fact))
    return str(row)


def rows_of(part: Part, row: models.Model) -> list[dict[str, Any]]:
    found: list[models.Model] = [row]
    for model, column in BELOW.get(part, ()):
        found += model._default_manager.filter(**{column: row.pk})  # noqa: SLF001
    plain: list[dict[str, Any]] = serializers.serialize("python", found)
    return [{**one, "fields": {key: as_json(value) for key, value in one["fields"].items()}} for one in plain]


def as_json(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | list | dict) else str(value)


def links_to(part: Part, row: models.Model) -> list[list[Any]]:
    return [
        [model._meta.label_lower, pk, column]  # noqa: SLF001
        for model, column in POINTING.get(part, ())
        for pk in model._default_manager.filter(**{column: row.pk}).values_list("pk", flat=True)  # noqa: SLF001
    ]


@transaction.atomic
def undo_removal(*, event_id: int, removal_id: int, by: Subject, now: datetime) -> Removal:
    """The part is back, as it was, wherever it was."""
    event = editable(event_id, by)
    removal = Removal.objects.select_for_update().filter(pk=removal_id, event=event).first()
    if removal is None:
        raise Refusal(EventRefusal.GONE)
    if removal.undone_at is not None:
        raise Refusal(EventRefusal.UNDONE_ALREADY)
    part = Part(removal.part)
    first, *rest = serializers.deserialize("python", removal.rows)
    fact = UNIQUE.get(part)
    rows = MODELS[part]._default_manager.filter(event=event)  # noqa: SLF001
    if fact is not None and rows.filter(**{fact: getattr(first.object, fact)}).exists():
        raise Refusal(EventRefusal.NAME_TAKEN, fact=fact)
    heal(first.object, event)
    first.object.save(force_insert=True)
    for one in rest:
        if has_its_session_and_speaker(one.object):
            one.object.save(force_insert=True)
    for label, pk, column in removal.links:
        model = BY_LABEL[label]
        model._default_manager.filter(pk=pk, **{column: None}).update(**{column: first.object.pk})  # noqa: SLF001
    removal.undone_at = now
    removal.save(update_fields=["undone_at"])
    audit.record(verb=f"{part.value}.brought_back", target=first.object, by_id=by.user_id, now=now)
    touch(event, now)
    return removal


@transaction.atomic
def forget_removals(*, now: datetime) -> int:
    """What was removed some days ago cannot come back: persons may be in it."""
    forgotten, _rows = Removal.objects.filter(removed_at__lt=now - KEPT).delete()
    return forgotten


def heal(row: models.Model, event: Event) -> None:
    """What the row pointed to may be gone by now."""
    for column, part in (("zone_id", Part.ZONE), ("room_id", Part.ROOM), ("track_id", Part.TRACK)):
        pk = getattr(row, column, None)
        if pk is not None and row_of(part, event.pk, pk) is None:
            setattr(row, column, None)


def has_its_session_and_speaker(row: Any) -> bool:
    if isinstance(row, SessionSpeaker):
        return (
            Session.objects.filter(pk=row.session_id).exists()
            and MODELS[Part.SPEAKER]._default_manager.filter(pk=row.speaker_id).exists()  # noqa: SLF001
        )
    return True
