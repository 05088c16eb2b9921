"""The hall plan: how large the house is, and where in it things are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.events.actions.venue.venue_objects import change_object, locked_object, own_venue, unchanged
from handschlag.events.models import Place, Room, Stand, Zone
from handschlag.events.rules.venue.shapes import ShapeKind

MODELS: Mapping[ShapeKind, type[models.Model]] = {
    ShapeKind.ZONE: Zone,
    ShapeKind.ROOM: Room,
    ShapeKind.STAND: Stand,
    ShapeKind.TABLE: Place,
}


@transaction.atomic
def set_plan(*, event_id: int, width: int, depth: int, seen: str, by: Subject, now: datetime) -> None:
    """The plan is so large, in decimetres; zero takes it away, and what stands on it keeps its place."""
    event = own_venue(event_id, by)
    unchanged(event, seen, "plan_width", "plan_depth")
    change_object(event, {"plan_width": width, "plan_depth": depth}, by=by, now=now)


@transaction.atomic
def place_shape(
    *,
    event_id: int,
    kind: ShapeKind,
    pk: int,
    values: Mapping[str, Any],
    seen: str,
    by: Subject,
    now: datetime,
) -> None:
    """Something lies here, in decimetres: `left`, `top`, and, but for tables, `width` and `depth`."""
    own_venue(event_id, by)
    row = locked_object(MODELS[kind], pk=pk, event_id=event_id)
    unchanged(row, seen)
    change_object(row, values, by=by, now=now)
