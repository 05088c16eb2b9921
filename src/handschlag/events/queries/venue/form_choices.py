"""Rows of this part and what their forms may choose from."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from handschlag.common.language import pick
from handschlag.events.models import Block, Exhibit, InformationDesk, Place, Room, Stand, StandStaff, Zone
from handschlag.programmes.models import Programme

MODELS: dict[str, type[models.Model]] = {
    "stand": Stand,
    "exhibit": Exhibit,
    "staff": StandStaff,
    "desk": InformationDesk,
    "place": Place,
    "block": Block,
    "zone": Zone,
    "room": Room,
}


def venue_object_or_none(name: str, event_id: int, pk: int) -> models.Model | None:
    """The row, if it belongs to this event."""
    key = {"stand__event_id": event_id} if name == "staff" else {"event_id": event_id}
    return MODELS[name]._default_manager.filter(pk=pk, **key).first()  # noqa: SLF001


def choices_of(event_id: int, names: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """What can be chosen in a form, one query each."""
    return {name: _options(event_id, name) for name in names}


def _options(event_id: int, name: str) -> list[tuple[int, str]]:
    if name == "programme":
        return list(Programme.objects.values_list("pk", "short_name"))
    if name == "stand":
        return list(Stand.objects.filter(event_id=event_id).values_list("pk", "code"))
    model: type[Zone | Room] = Zone if name == "zone" else Room
    rows = model._default_manager.filter(event_id=event_id)  # noqa: SLF001
    return [(row.pk, pick(row.name_de, row.name_en)) for row in rows]
