"""What lies on the hall plan: zones, rooms, stands and tables; four queries."""

from __future__ import annotations

from django.db.models import QuerySet

from handschlag.common.language import pick
from handschlag.events.models import Place, PlaceKind, Room, Stand, Zone
from handschlag.events.queries.venue.exhibition import by_stand
from handschlag.events.rules.venue.shapes import Shape, ShapeKind, table


def shapes_of(event_id: int) -> tuple[Shape, ...]:
    """From the ground up: what is drawn later lies on top."""
    return (
        *(_rectangle(ShapeKind.ZONE, row, _named(row)) for row in Zone.objects.filter(event_id=event_id)),
        *(_rectangle(ShapeKind.ROOM, row, _named(row)) for row in Room.objects.filter(event_id=event_id)),
        *(_rectangle(ShapeKind.STAND, row, row.code) for row in _stands_of(event_id)),
        *(
            table(id=row.pk, label=row.code, left=row.left, top=row.top)
            for row in Place.objects.filter(event_id=event_id, kind=PlaceKind.TABLE)
        ),
    )


def _stands_of(event_id: int) -> QuerySet[Stand]:
    return Stand.objects.filter(event_id=event_id).order_by(*by_stand(""))


def _named(row: Zone | Room) -> str:
    return pick(row.name_de, row.name_en)


def _rectangle(kind: ShapeKind, row: Zone | Room | Stand, label: str) -> Shape:
    return Shape(
        kind=kind,
        id=row.pk,
        label=label,
        left=row.left,
        top=row.top,
        width=row.width,
        depth=row.depth,
    )
