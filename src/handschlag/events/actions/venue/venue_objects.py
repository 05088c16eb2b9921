"""The one way in which rows of this part change: by an organiser, seen as they are, with an audit entry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.removals import take_away
from handschlag.events.models import Event, EventStatus, Removal, Room, Stand, StandStaff, Zone
from handschlag.events.queries.components import MODELS
from handschlag.events.queries.organising import organises
from handschlag.events.rules.components import EventComponent
from handschlag.events.rules.house import VenueRefusal
from handschlag.events.rules.refusals import EventRefusal

LONGEST_IN_AUDIT = 200
REFERRED: Mapping[str, type[models.Model]] = {"zone_id": Zone, "stand_id": Stand, "room_id": Room}
SHORT_NAMES = {"standstaff": "staff", "informationdesk": "desk"}


def verb_of(row: models.Model, done: str) -> str:
    """`stand.added`; every verb has its words in `plugins.audit_verbs`."""
    name = str(row._meta.model_name)  # noqa: SLF001 - Django documents it as public
    return f"{SHORT_NAMES.get(name, name)}.{done}"


def own_venue(event_id: int, by: Subject) -> Event:
    """The event, if this person may edit it; nobody else changes it until the transaction ends."""
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise Refusal(VenueRefusal.GONE)
    require(by, Action.EDIT_EVENT, owns=organises(by, event.pk))
    if event.status == EventStatus.ARCHIVED:
        raise Refusal(EventRefusal.ARCHIVED)
    return event


def locked_object[Row: models.Model](model: type[Row], **key: Any) -> Row:
    """The row as it is now, until the transaction ends."""
    row = model._default_manager.select_for_update(of=("self",)).filter(**key).first()  # noqa: SLF001
    if row is None:
        raise Refusal(VenueRefusal.GONE)
    return row


def etag_of(row: models.Model, *names: str) -> str:
    """A form sends back what it was made from: a short sum of the row's columns, or of some of them."""
    fields = [field for field in row._meta.concrete_fields if not names or field.name in names]  # noqa: SLF001
    values = "\0".join(f"{field.attname}={field.value_from_object(row)}" for field in fields)
    return hashlib.sha256(values.encode()).hexdigest()[:16]


def unchanged(row: models.Model, seen: str, *names: str) -> None:
    """Nothing, or the refusal that somebody was faster."""
    if etag_of(row, *names) != seen:
        raise Refusal(VenueRefusal.STALE)


def same_event(event: Event, values: Mapping[str, Any]) -> None:
    """What a row refers to belongs to the same event."""
    for name, model in REFERRED.items():
        pk = values.get(name)
        if pk is not None and not model._default_manager.filter(pk=pk, event=event).exists():  # noqa: SLF001
            raise Refusal(VenueRefusal.ELSEWHERE)


def add_object[Row: models.Model](row: Row, *, by: Subject, now: datetime) -> Row:
    """The row, saved and noted in the audit trail; refused where its code is taken."""
    _kept(row)
    audit.record(verb=verb_of(row, "added"), target=row, by_id=by.user_id, now=now)
    return row


def change_object(row: models.Model, values: Mapping[str, Any], *, by: Subject, now: datetime) -> None:
    """The row says this from now on; its version, where it has one, grows."""
    before = {name: getattr(row, name) for name in values}
    differing = {name: value for name, value in values.items() if before[name] != value}
    if not differing:
        return
    for name, value in differing.items():
        setattr(row, name, value)
    if hasattr(row, "version"):
        row.version = F("version") + 1
    _kept(row)
    changes = {name: _told(row, before[name], value) for name, value in differing.items()}
    audit.record(verb=verb_of(row, "edited"), target=row, by_id=by.user_id, now=now, changes=changes)


def change_object_seen(
    noun: type[models.Model],
    *,
    event_id: int,
    pk: int,
    values: Mapping[str, Any],
    seen: str,
    by: Subject,
    now: datetime,
) -> None:
    """A row of an own event says this, if it still is as the person saw it."""
    event = own_venue(event_id, by)
    same_event(event, values)
    row = locked_object(noun, pk=pk, event=event)
    unchanged(row, seen)
    change_object(row, values, by=by, now=now)


def remove_object_seen(
    part: EventComponent, *, event_id: int, pk: int, seen: str, by: Subject, now: datetime
) -> Removal:
    """A row of an own event is gone, and can be brought back, if it still is as the person saw it."""
    event = own_venue(event_id, by)
    key = {"stand__event": event} if part is EventComponent.STAFF else {"event": event}
    row = locked_object(MODELS[part], pk=pk, **key)
    unchanged(row, seen)
    return take_away(part, row, event, by=by, now=now)


def _kept(row: models.Model) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(VenueRefusal.CODE_TAKEN) from error


def _told(row: models.Model, before: Any, after: Any) -> list[Any]:
    """Old and new for the audit trail; nothing of people, and nothing long."""
    values = [_plain(before), _plain(after)]
    is_short = sum(len(str(value)) for value in values) <= LONGEST_IN_AUDIT
    return values if is_short and not isinstance(row, StandStaff) else []


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return value if isinstance(value, int | bool | None) else str(value)
