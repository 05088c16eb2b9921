"""Which places to meet are open in a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from handschlag.events.models import Block, BlockPlace, Event, Place
from handschlag.events.queries.venue.meeting_grid import places_of
from handschlag.events.screens.venue.tables import KINDS


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


def _features(row: Place) -> str:
    words = [_("step-free")] if row.is_step_free else []
    words += [_("quiet")] if row.is_quiet else []
    return ", ".join(words)


def _zone_of(row: Place) -> str:
    return row.zone.name if row.zone else ""


def open_places(event: Event, block: Block) -> tuple[_Group, ...]:
    """All places by their part of the house, and whether they are open in the block."""
    chosen = set(BlockPlace.objects.filter(block=block).values_list("place_id", flat=True))
    rows = sorted(places_of(event.pk), key=_zone_of)
    return tuple(
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
    )
