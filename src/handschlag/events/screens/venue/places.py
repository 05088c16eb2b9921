"""Places to meet, and which of them are open in a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.design.components.parts import Crumb, Link
from handschlag.events.models import Block, BlockPlace, Event, Place
from handschlag.events.queries.venue.meeting_grid import places_of
from handschlag.events.rules.components import EventComponent
from handschlag.events.screens.organise.components import ComponentLine
from handschlag.events.screens.organise.removals import Removed, removed
from handschlag.events.screens.venue.meeting_grid import places_word
from handschlag.events.screens.venue.tables import KINDS, files_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _PlacesScreen:
    answer: str
    lines: Sequence[ComponentLine]
    heads: Sequence[str]
    new_url: str
    from_stands_url: str
    removed: Sequence[Removed]
    files: Sequence[Link]
    crumbs: Sequence[Crumb]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    pk: int
    label: str
    hint: str
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    title: str
    choices: Sequence[_Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenScreen:
    name: str
    groups: Sequence[_Group]
    seen: str
    back_url: str
    places_url: str
    crumbs: Sequence[Crumb]


def _grid_crumb(event: Event) -> Crumb:
    return Crumb(_("Times and tables"), reverse("events:grid", args=[event.slug]))


def _features(row: Place) -> str:
    words = [_("step-free")] if row.is_step_free else []
    words += [_("quiet")] if row.is_quiet else []
    return ", ".join(words)


def _zone_of(row: Place) -> str:
    return pick(row.zone.name_de, row.zone.name_en) if row.zone else ""


def places_screen(event: Event, *, now: datetime) -> _PlacesScreen:
    rows = places_of(event.pk)
    return _PlacesScreen(
        answer=places_word(len(rows)),
        heads=(_("Meeting point"), _("Kind"), _("Area"), _("Room"), _("Number of places"), _("Properties")),
        lines=tuple(
            ComponentLine(
                name=row.code,
                url=reverse("events:edit_thing", args=[event.slug, "place", row.pk]),
                cells=(
                    str(KINDS[row.kind]),
                    _zone_of(row),
                    pick(row.room.name_de, row.room.name_en) if row.room else "",
                    str(row.seats),
                    _features(row),
                ),
            )
            for row in rows
        ),
        new_url=reverse("events:new_thing", args=[event.slug, "place"]),
        from_stands_url=reverse("events:places_from_stands", args=[event.slug]),
        removed=removed(event, (EventComponent.PLACE,), now=now),
        files=files_of(event, "place"),
        crumbs=(_grid_crumb(event), Crumb(_("Places"))),
    )


def open_screen(event: Event, block: Block, seen: str) -> _OpenScreen:
    chosen = set(BlockPlace.objects.filter(block=block).values_list("place_id", flat=True))
    rows = sorted(places_of(event.pk), key=_zone_of)
    return _OpenScreen(
        name=pick(block.name_de, block.name_en),
        groups=tuple(
            _Group(
                title=zone or _("No area"),
                choices=tuple(
                    _Choice(
                        pk=row.pk,
                        label=row.code,
                        hint=", ".join(filter(None, (str(KINDS[row.kind]), _features(row)))),
                        is_open=row.pk in chosen,
                    )
                    for row in members
                ),
            )
            for zone, members in groupby(rows, key=_zone_of)
        ),
        seen=seen,
        back_url=reverse("events:grid", args=[event.slug]),
        places_url=reverse("events:places", args=[event.slug]),
        crumbs=(_grid_crumb(event), Crumb(_("Open meeting points"))),
    )
