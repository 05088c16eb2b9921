"""Rows of an event's parts, and what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from handschlag.accounts.models import User
from handschlag.common.models import AuditEntry
from handschlag.events.models import (
    Block,
    EventDay,
    EventHost,
    Exhibit,
    InformationDesk,
    Place,
    Room,
    Session,
    Speaker,
    Stand,
    StandStaff,
    Track,
    Zone,
)
from handschlag.events.rules.components import FACTS, EventComponent
from handschlag.events.rules.etags import etag_of_values

MODELS: dict[EventComponent, type[models.Model]] = {
    EventComponent.DAY: EventDay,
    EventComponent.ZONE: Zone,
    EventComponent.ROOM: Room,
    EventComponent.TRACK: Track,
    EventComponent.SPEAKER: Speaker,
    EventComponent.SESSION: Session,
    EventComponent.STAND: Stand,
    EventComponent.EXHIBIT: Exhibit,
    EventComponent.STAFF: StandStaff,
    EventComponent.DESK: InformationDesk,
    EventComponent.PLACE: Place,
    EventComponent.BLOCK: Block,
}


def component_or_none(part: EventComponent, event_id: int, pk: int) -> models.Model | None:
    """The row, if it belongs to this event."""
    return MODELS[part]._default_manager.filter(pk=pk, event_id=event_id).first()  # noqa: SLF001


def component_values(row: models.Model, names: Iterable[str]) -> dict[str, object]:
    """What the row says in the named fields; `hosts` are read from their own table."""
    return {name: hosts_of(row) if name == "hosts" else getattr(row, name) for name in names}


def hosts_of(row: models.Model) -> str:
    """The hosts of an event, one a line."""
    found = EventHost.objects.filter(event_id=row.pk).select_related("network")
    return "\n".join(one.network.name if one.network else one.name for one in found)


def etag_of_row(row: models.Model, names: Iterable[str]) -> str:
    """A short mark of the named fields: it changes as soon as one of them says something else."""
    return etag_of_values(component_values(row, names))


def etag_of_component(part: EventComponent, row: models.Model) -> str:
    """What a form sends back to show which state was seen; for a session, its version."""
    if part is EventComponent.SESSION:
        assert isinstance(row, Session)
        return str(row.version)
    return etag_of_row(row, FACTS[part])


@dataclass(frozen=True, slots=True, kw_only=True)
class _LastChange:
    """Who wrote a row last, and when."""

    who: str
    at: datetime


def last_change(row: models.Model) -> _LastChange | None:
    """By the audit log; None without an entry, `who` is empty where the person is unknown."""
    kind = row._meta.label_lower  # noqa: SLF001 - Django documents it as public
    entry = AuditEntry.objects.filter(kind=kind, object_id=str(row.pk)).order_by("-at", "-pk").first()
    if entry is None:
        return None
    user = User.objects.filter(pk=entry.by_id or 0).first()
    return _LastChange(who=(user.name or user.email) if user else "", at=entry.at)
