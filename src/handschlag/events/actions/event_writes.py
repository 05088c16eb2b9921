"""How every change to an event is written: the event locked, the team asked, the version compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import models

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event, EventStatus
from handschlag.events.queries.organising import organises
from handschlag.events.rules.components import NOT_IN_AUDIT
from handschlag.events.rules.refusals import EventRefusal

LONGEST_IN_AUDIT = 200


def locked_event(event_id: int, by: Subject, action: Action = Action.EDIT_EVENT) -> Event:
    """The event, and nobody else writes to any part of it until the transaction ends."""
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise Refusal(EventRefusal.GONE)
    require(by, action, owns=organises(by, event.pk))
    return event


def editable_event(event_id: int, by: Subject) -> Event:
    """The same for a change: what is archived stays as it was."""
    event = locked_event(event_id, by)
    if event.status == EventStatus.ARCHIVED:
        raise Refusal(EventRefusal.ARCHIVED)
    return event


def changes_to(row: models.Model, values: Mapping[str, object]) -> dict[str, object]:
    """The facts that would change."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}


def in_audit(row: models.Model, values: Mapping[str, object]) -> dict[str, list[object]]:
    """Before and after of short facts; of persons and long texts only that they changed."""
    return {
        name: [] if name in NOT_IN_AUDIT else [_plain(getattr(row, name)), _plain(value)]
        for name, value in values.items()
    }


def _plain(value: object) -> object:
    if isinstance(value, date | time):
        return value.isoformat()
    return value[:LONGEST_IN_AUDIT] if isinstance(value, str) else value


def write_row(
    row: models.Model,
    values: Mapping[str, object],
    *,
    verb: str,
    by: Subject,
    now: datetime,
    is_about_people: bool = False,
) -> None:
    """The row says this, and the audit trail says who wrote it."""
    noted: dict[str, list[object]] = (
        {name: [] for name in values} if is_about_people else in_audit(row, values)
    )
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    audit.record(verb=verb, target=row, by_id=by.user_id, now=now, changes=noted)


def touch_event(event: Event, now: datetime) -> None:
    """Something about the event changed."""
    Event.objects.filter(pk=event.pk).update(version=models.F("version") + 1, changed_at=now)
