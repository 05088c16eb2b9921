"""What is removed is kept for a week with all that goes with it, and can come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from handschlag.accounts.policy import Subject
from handschlag.common import audit, pictures
from handschlag.common.refusals import Refusal
from handschlag.design.components.parts import Crumb
from handschlag.events.editing import (
    MODELS,
    UNIQUE,
    EventComponent,
    EventRefusal,
    VenueRefusal,
    editable_event,
    removed_lately,
    touch_event,
)
from handschlag.events.hooks import bookings_at
from handschlag.events.meeting_grid import has_own_time
from handschlag.events.models import (
    Block,
    BlockPlace,
    Contribution,
    ContributionSpeaker,
    Event,
    EventDay,
    Exhibit,
    InformationDesk,
    Material,
    Place,
    Removal,
    Room,
    Session,
    SessionSpeaker,
    Stand,
    StandStaff,
)

KEPT = timedelta(days=7)
type Pointers = dict[EventComponent, tuple[tuple[type[models.Model], str], ...]]
# Rows that go with a part, in the order in which they come back; and columns that lose it.
BELOW: Pointers = {
    EventComponent.SPEAKER: ((SessionSpeaker, "speaker_id"),),
    EventComponent.SESSION: ((SessionSpeaker, "session_id"), (Material, "session_id")),
    EventComponent.STAND: ((StandStaff, "stand_id"), (Place, "stand_id"), (BlockPlace, "place__stand_id")),
    EventComponent.PLACE: ((BlockPlace, "place_id"),),
    EventComponent.BLOCK: ((BlockPlace, "block_id"),),
}
POINTING: Pointers = {
    EventComponent.ROOM: ((Session, "room_id"), (Place, "room_id")),
    EventComponent.TRACK: ((Session, "track_id"), (Contribution, "track_id")),
    EventComponent.SPEAKER: ((ContributionSpeaker, "speaker_id"),),
    EventComponent.SESSION: ((Contribution, "session_id"),),
    EventComponent.ZONE: ((Room, "zone_id"), (Stand, "zone_id"), (Place, "zone_id")),
    EventComponent.STAND: ((Exhibit, "stand_id"), (InformationDesk, "stand_id")),
}


def take_away(
    part: EventComponent, row: models.Model, event: Event, *, by: Subject, now: datetime
) -> Removal:
    """The row is gone, and what it takes to bring it back is kept; unless meetings are planned there."""
    _require_free(part, row, event)
    removal = Removal.objects.create(
        event=event,
        part=part.value,
        name=str(row.day if isinstance(row, EventDay) else name_of(row))[:200],
        rows=_rows_of(part, row),
        links=_links_to(part, row),
        removed_at=now,
        removed_by_id=by.user_id,
    )
    audit.record(verb=f"{part.value}.removed", target=row, by_id=by.user_id, now=now)
    row.delete()
    return removal


def _require_free(part: EventComponent, row: models.Model, event: Event) -> None:
    """Nothing, or a refusal that says how many meetings are planned there."""
    places: set[int] = set()
    if part is EventComponent.PLACE:
        places = {row.pk}
    elif part is EventComponent.STAND:
        places = set(Place.objects.filter(stand_id=row.pk).values_list("pk", flat=True))
    blocks = {row.pk} if part is EventComponent.BLOCK else set()
    if meetings := bookings_at(event.pk, places=places, blocks=blocks):
        raise Refusal(VenueRefusal.HELD, meetings=meetings)


def name_of(row: Any) -> str:
    """What a person calls the row: its German title or its name; else whatever `str` makes of it."""
    for fact in ("title_de", "name_de", "name"):
        if hasattr(row, fact):
            return str(getattr(row, fact))
    return str(row)


def _rows_of(part: EventComponent, row: models.Model) -> list[dict[str, Any]]:
    found: list[models.Model] = [row]
    for model, column in BELOW.get(part, ()):
        found += model._default_manager.filter(**{column: row.pk}).order_by("pk")  # noqa: SLF001
    plain: list[dict[str, Any]] = serializers.serialize("python", found)
    return [
        {**one, "fields": {key: _as_json(value) for key, value in one["fields"].items()}} for one in plain
    ]


def _as_json(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float | list | dict) else str(value)


def _links_to(part: EventComponent, row: models.Model) -> list[list[Any]]:
    return [
        [model._meta.label_lower, pk, column]  # noqa: SLF001
        for model, column in POINTING.get(part, ())
        for pk in model._default_manager.filter(**{column: row.pk}).values_list("pk", flat=True)  # noqa: SLF001
    ]


@transaction.atomic
def undo_removal(*, event_id: int, removal_id: int, by: Subject, now: datetime) -> Removal:
    """The part is back, as it was, wherever it was."""
    event = editable_event(event_id, by)
    removal = Removal.objects.select_for_update().filter(pk=removal_id, event=event).first()
    if removal is None:
        raise Refusal(EventRefusal.GONE)
    if removal.undone_at is not None:
        raise Refusal(EventRefusal.UNDONE_ALREADY)
    part = EventComponent(removal.part)
    first, *rest = [one.object for one in serializers.deserialize("python", removal.rows)]
    fact = UNIQUE.get(part)
    rows = MODELS[part]._default_manager.filter(event=event) if fact else None  # noqa: SLF001
    if rows is not None and rows.filter(**{str(fact): getattr(first, str(fact))}).exists():
        raise Refusal(EventRefusal.NAME_TAKEN, fact=fact)
    if not _healed(first) or (isinstance(first, Block) and not has_own_time(first)):
        raise Refusal(EventRefusal.CANNOT_COME_BACK)
    _put_back([first])
    _put_back(row for row in rest if _healed(row))
    for label, pk, column in removal.links:
        model = apps.get_model(label)
        model._default_manager.filter(pk=pk, **{column: None}).update(**{column: first.pk})  # noqa: SLF001
    removal.undone_at = now
    removal.save(update_fields=["undone_at"])
    audit.record(verb=f"{part.value}.brought_back", target=first, by_id=by.user_id, now=now)
    touch_event(event, now)
    return removal


def _put_back(rows: Iterable[models.Model]) -> None:
    """The rows under their old keys; one by one, because each may stand on the one before."""
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(EventRefusal.NAME_TAKEN) from error


def _healed(row: models.Model) -> bool:
    """Whether the row can stand: of what it pointed to, it lets go of what is gone, if it can do without."""
    for field in row._meta.concrete_fields:  # noqa: SLF001
        pk = getattr(row, field.attname)
        if not isinstance(field, models.ForeignKey) or pk is None:
            continue
        if field.related_model._default_manager.filter(pk=pk).exists():  # noqa: SLF001
            continue
        if not field.null:
            return False
        setattr(row, field.attname, None)
    return True


@transaction.atomic
def forget_removals(*, now: datetime) -> int:
    """What was removed some days ago cannot come back: persons may be in it. Pictures go now, too."""
    old = Removal.objects.filter(removed_at__lt=now - KEPT)
    for rows in old.filter(part=EventComponent.EXHIBIT.value, undone_at=None).values_list("rows", flat=True):
        pictures.drop_when_committed(rows[0]["fields"].get("picture") or "")
    forgotten, _rows = old.delete()
    return forgotten


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
